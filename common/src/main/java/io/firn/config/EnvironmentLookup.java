package io.firn.config;

/** Reads one environment variable; null when it is not set. Given from outside, for tests. */
@FunctionalInterface
public interface EnvironmentLookup {
  String get(String name);
}
