package io.firn.bronze;

import io.firn.model.Failure;
import java.util.Iterator;
import java.util.Map;

/** The records of a task, one at a time. */
interface Feed extends Iterator<KafkaRecord> {

  /** Units whose records could not be read, once the last record was taken. */
  Map<Integer, Failure> failed();
}
