if (sum != 5050) {
    throw new IllegalStateException("The sum is " + sum + ".");
}
System.out.println("All checks passed.");
