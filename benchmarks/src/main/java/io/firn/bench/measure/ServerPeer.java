package io.firn.bench.measure;

/** A peer whose work is done by another process that was there before and stays afterwards. */
public interface ServerPeer extends Peer {

  /** The process that works from the call of {@link #run()} to its return. */
  long pid();
}
