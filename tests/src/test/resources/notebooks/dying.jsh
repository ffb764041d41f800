System.out.println("All checks passed.");
