package io.firn.change;

import io.firn.change.EnvelopeRefusal.Reason;
import io.firn.change.JsonBytes.Malformed;
import java.util.Optional;

/** The scalar values found under some names of a {@code source} block, as they were written. */
final class SourceValues {
  private final PositionFields fields;
  private final String[] values;

  SourceValues(PositionFields fields) {
    this.fields = fields;
    this.values = new String[fields.names().size()];
  }

  /** Keeps the value of the field that {@code json} stands at, if it is one of them. */
  void read(JsonBytes json) throws Malformed {
    for (int i = 0; i < values.length; i++) {
      if (json.nameIs(fields.ascii().get(i))) {
        values[i] = json.scalar();
        return;
      }
    }
    json.skipValue();
  }

  /** Keeps the value of a field that was read elsewhere, if it is one of them. */
  void keep(String name, String value) {
    int place = fields.names().indexOf(name);
    if (place >= 0) {
      values[place] = value;
    }
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(values[fields.names().indexOf(name)]);
  }

  String required(String name) throws EnvelopeRefusal {
    return text(name)
        .orElseThrow(
            () -> new EnvelopeRefusal(Reason.NO_POSITION, "source." + name + " is missing"));
  }

  long number(String name) throws EnvelopeRefusal {
    try {
      return Long.parseLong(required(name));
    } catch (NumberFormatException none) {
      throw refusal(name, "no whole number");
    }
  }

  long numberOr(String name, long otherwise) throws EnvelopeRefusal {
    return text(name).isPresent() ? number(name) : otherwise;
  }

  /** Says what is wrong and not what was found: the value may be anything. */
  EnvelopeRefusal refusal(String name, String found) {
    return new EnvelopeRefusal(Reason.NO_POSITION, "source." + name + " is " + found);
  }
}
