package io.firn.bench;

/**
 * A result by its name in the design, for people to compare with its goal and for programs to
 * compare with another run's.
 *
 * @param goal as a person reads it
 */
public record Figure(String name, double value, String goal) {}
