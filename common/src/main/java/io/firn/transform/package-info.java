/** What code of a pipeline's own implements. Nothing of Firn is needed to compile it but this. */
package io.firn.transform;
