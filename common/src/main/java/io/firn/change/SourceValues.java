package io.firn.change;

import io.firn.change.EnvelopeRefusal.Reason;
import java.util.List;
import java.util.Optional;

/** The scalar values found under some names of a {@code source} block, as they were written. */
final class SourceValues {
  private final List<String> names;
  private final String[] values;

  SourceValues(List<String> names) {
    this.names = names;
    this.values = new String[names.size()];
  }

  /** Where {@code name} stands among the names; negative when it is none of them. */
  int indexOf(String name) {
    return names.indexOf(name);
  }

  void set(int index, String value) {
    values[index] = value;
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(values[indexOf(name)]);
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
