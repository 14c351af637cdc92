package io.firn.model;

import io.firn.config.Pipeline; // expect: import-control
import java.util.List;
import org.apache.spark.sql.Row; // expect: import-control
import org.slf4j.Logger; // expect: import-control

/** Forbidden imports are marked; the others are allowed. */
interface Imports {
  Pipeline usePipeline();
  List useList();
  Row useRow();
  Logger useLogger();
}
