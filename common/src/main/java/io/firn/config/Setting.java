package io.firn.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A value handed on to Kafka, Spark or a catalog. Only {@link #reveal()} returns a secret; {@code
 * toString} never does, so that no log, error, manifest or plan can print one.
 */
public sealed interface Setting {

  /** The value to use. Call it at the last moment, and never log what it returns. */
  String reveal();

  /** A value that may be shown. */
  record Plain(String value) implements Setting {
    @Override
    public String reveal() {
      return value;
    }

    @Override
    public String toString() {
      return value;
    }
  }

  /** A value, secret or not, in the environment; read only by {@link #reveal()}. */
  record FromEnvironment(String name, EnvironmentLookup environment) implements Setting {
    @Override
    public String reveal() {
      String value = environment.get(name);
      if (value == null) {
        throw new IllegalStateException("the environment variable " + name + " is not set");
      }
      return value;
    }

    @Override
    public String toString() {
      return "***";
    }
  }

  /** A secret in a file (one line, the trailing line break is dropped). */
  record FromFile(Path path) implements Setting {
    @Override
    public String reveal() {
      try {
        return Files.readString(path).stripTrailing();
      } catch (IOException unreadable) {
        throw new UncheckedIOException("cannot read the secret file " + path, unreadable);
      }
    }

    @Override
    public String toString() {
      return "***";
    }
  }
}
