import { createHmac, timingSafeEqual } from "node:crypto";

/** One message of the Jupyter protocol 5.3 (https://jupyter-client.readthedocs.io, "Messaging in Jupyter"). */
export interface WireMessage {
  header: { msg_id: string; msg_type: string; session: string; username: string; date: string; version: string };
  parent: { msg_id?: string };
  metadata: Record<string, unknown>;
  content: Record<string, unknown>;
}

const delimiter = "<IDS|MSG>";

/** The frames of a message, signed with the key of the connection file. */
export function encode(message: WireMessage, key: string): (string | Buffer)[] {
  const parts = [message.header, message.parent, message.metadata, message.content].map((part) => JSON.stringify(part));
  return [delimiter, signature(parts, key), ...parts];
}

/**
 * The message of frames that came in; routing prefixes are skipped.
 *
 * @throws Error where the signature is wrong: the sender does not know the key.
 */
export function decode(frames: readonly Uint8Array[], key: string): WireMessage {
  const texts = frames.map((frame) => Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength));
  const start = texts.findIndex((frame) => frame.toString() === delimiter);
  const parts = texts.slice(start + 2, start + 6);
  if (start < 0 || parts.length < 4) throw new Error(`expected a Jupyter message, got ${frames.length} frames`);
  const expected = Buffer.from(signature(parts, key));
  const got = texts[start + 1]!;
  if (expected.length !== got.length || !timingSafeEqual(expected, got))
    throw new Error("expected a message signed with the key of the connection file, got another signature");
  const [header, parent, metadata, content] = parts.map((part) => JSON.parse(part.toString()) as never);
  return { header: header!, parent: parent!, metadata: metadata!, content: content! };
}

function signature(parts: readonly (string | Buffer)[], key: string): string {
  const hash = createHmac("sha256", key);
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}
