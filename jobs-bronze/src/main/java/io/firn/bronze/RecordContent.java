package io.firn.bronze;

import java.util.List;
import java.util.Optional;

/** The bytes of a record as Kafka had them; what the record has not is empty. */
public record RecordContent(Optional<byte[]> key, Optional<byte[]> value, List<Header> headers) {
  public RecordContent {
    headers = List.copyOf(headers);
  }

  /** One header; a name may stand several times. */
  public record Header(String name, Optional<byte[]> value) {}
}
