package io.firn.table;

import java.util.*; // expect: star-import
import java.util.Map; // expect: unused-import
import org.apache.iceberg.relocated.com.google.common.collect.Lists; // expect: illegal-import
import org.apache.iceberg.shaded.org.apache.avro.Schema; // expect: illegal-import

/** Small on purpose, and nothing borrowed from a shaded copy. */
final class Habits {
  private final Lists lists = null;
  private final Schema schema = null;

  void six(int one, int two, int three, int four, int five, int six) {}

  void seven(int one, int two, int three, int four, int five, int six, int seven) {} // expect: parameter-number

  record Eight(int one, int two, int three, int four, int five, int six, int seven, int eight) {}

  record Nine( // expect: record-components
      int one, int two, int three, int four, int five, int six, int seven, int eight, int nine) {}
}
