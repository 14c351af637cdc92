package io.firn.table;

/** Has nothing to be an object for. */
final class Helpers { // expect: utility-constructor
  static int one() {
    return 1;
  }
}
