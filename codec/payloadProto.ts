import type { Payload } from '@temporalio/common';
import protobuf from 'protobufjs/light.js';

/**
 * The two fields of `temporal.api.common.v1.Payload` that exist before a codec runs. (The third names a place in
 * external storage and is filled in after the codec.) The wire form is the server's own, so that a codec server
 * written in any language reads what we wrote.
 */
const payloadMessage = new protobuf.Type('Payload')
  .add(new protobuf.MapField('metadata', 1, 'string', 'bytes'))
  .add(new protobuf.Field('data', 2, 'bytes'));

/** The bytes of a whole payload: its metadata too, since they tell the type of what is inside. */
export function payloadToBytes(payload: Payload): Uint8Array {
  const fields = { metadata: payload.metadata ?? {}, ...(payload.data ? { data: payload.data } : {}) };
  return payloadMessage.encode(payloadMessage.create(fields)).finish();
}

/** The reverse of {@link payloadToBytes}. @throws Error when the bytes are no payload. */
export function bytesToPayload(bytes: Uint8Array): Payload {
  const object: unknown = payloadMessage.toObject(payloadMessage.decode(bytes), { bytes: Uint8Array });
  if (typeof object !== 'object' || object === null) throw new Error('not a payload');
  const payload: Payload = {};
  if ('data' in object && object.data instanceof Uint8Array) payload.data = object.data;
  if ('metadata' in object && typeof object.metadata === 'object' && object.metadata !== null) {
    const metadata: Record<string, Uint8Array> = {};
    for (const [name, value] of Object.entries(object.metadata))
      if (value instanceof Uint8Array) metadata[name] = value;
    payload.metadata = metadata;
  }
  return payload;
}
