/**
 * Main classes that run inside the JVM of a part. They are copied alone onto that JVM's class path,
 * so each must be one class file and may use nothing of Firn but itself.
 */
package io.firn.sandbox.host;
