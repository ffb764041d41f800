function exploreAll(key, data) {}
