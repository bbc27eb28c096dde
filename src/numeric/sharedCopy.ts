/** A copy in memory that all threads read, so that sending it copies nothing. */
export function sharedCopy<T extends Float32Array | Int32Array>(values: T): T {
  const Same = values.constructor as new (memory: SharedArrayBuffer) => T;
  const copy = new Same(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}
