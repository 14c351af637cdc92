package io.firn.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.change.SourceType.ListOf;
import io.firn.change.SourceType.ScaledDecimal;
import io.firn.change.SourceType.Semantic;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Decoders are made on the driver and used on executors. */
class ColumnDecoderTravelTest {

  @ParameterizedTest
  @EnumSource(Semantic.class)
  void aDecoderTravelsToExecutors(Semantic source) throws Exception {
    ColumnDecoder decoder = ColumnDecoder.of(source, Types.StringType.get());

    ColumnDecoder copy = copy(decoder);

    assertThat(copy.source()).isEqualTo(source);
    assertThat(copy.decode(ColumnValue.json("1"))).isEqualTo(decoder.decode(ColumnValue.json("1")));
  }

  @Test
  void aDecoderOfAListTravelsWithItsElement() throws Exception {
    SourceType source = new ListOf(new ScaledDecimal(3, 12));
    ColumnDecoder copy = copy(ColumnDecoder.of(source, source.naturalType()));

    assertThat(ColumnValue.shown(copy.target(), copy.decode(ColumnValue.json("[\"MDk=\"]"))))
        .isEqualTo("[12.345]");
  }

  private static ColumnDecoder copy(ColumnDecoder decoder)
      throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(decoder);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (ColumnDecoder) in.readObject();
    }
  }
}
