package io.firn.bronze;

import io.firn.change.Envelope;
import io.firn.change.EnvelopeOperation;
import io.firn.change.EnvelopeReader;
import io.firn.change.EnvelopeRefusal;
import io.firn.change.EnvelopeSlice;
import io.firn.change.EventIdentity;
import io.firn.change.EventParts;
import io.firn.change.EventRecord;
import io.firn.config.Connector;

/**
 * Looks at records as {@link UnitPass} does and writes nothing: what they are has to be known
 * before it can be said which of them bronze holds.
 */
final class Cutter {
  private final Connector connector;
  private final EnvelopeReader envelopes;
  private final RecordForm form;

  /**
   * @param target what a landing of the records is told
   * @param operationId names the Spark job
   */
  Cutter(LandingTarget target, String operationId) {
    this.connector = target.connector();
    this.envelopes = new EnvelopeReader(target.connector());
    this.form = RecordForm.of(target, operationId);
  }

  Cut cut(KafkaRecord record) {
    RecordPlace place = new RecordPlace(record.partition(), record.offset());
    if (record.value() == null) {
      return new Cut.Empty(place);
    }
    try {
      EventRecord read = envelopes.read(form.value(record.value()));
      return read instanceof Envelope envelope
          ? change(place, record.key(), envelope)
          : new Cut.Empty(place);
    } catch (EnvelopeRefusal refusal) {
      return new Cut.Refused(place, refusal.reason().name(), refusal.getMessage());
    }
  }

  private Cut change(RecordPlace place, byte[] key, Envelope envelope) throws EnvelopeRefusal {
    String mark = envelope.position().sortable();
    EventParts parts =
        new EventParts(
            envelope.operation().code(),
            key == null ? null : form.key(key),
            image(envelope.before()),
            image(envelope.after()),
            envelope.patch().isNone() ? null : envelopes.copy(envelope.patch()));
    return new Cut.Change(
        place,
        mark,
        envelope.position().namesEvent(),
        envelope.operation() != EnvelopeOperation.READ,
        EventIdentity.of(connector, mark, parts));
  }

  private byte[] image(EnvelopeSlice slice) {
    return slice.isNone() ? null : envelopes.image(slice);
  }
}
