package io.firn.cli;

import lombok.Value; // expect: illegal-import
import org.sparkproject.guava.collect.Lists; // expect: illegal-import

/** Records instead of Lombok; Spark's shaded Guava is Spark's. */
@Value
final class Borrowed {
  Lists lists;
}
