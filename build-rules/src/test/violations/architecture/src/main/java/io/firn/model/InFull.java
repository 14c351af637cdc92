package io.firn.model;

/** Imports nothing, like {@link io.firn.config.Pipeline}, and reaches out all the same. */
interface InFull {
  io.firn.config.Pipeline pipeline(); // expect: qualified-name

  String CLASS_NAME = "io.firn.config.Pipeline";
}
