/** A committed event with its place in the one order that everybody sees. */
export type StoredEvent<Data = unknown> = {
  readonly position: number;
  readonly id: number;
  readonly type: string;
  readonly aggregate: string;
  /** Campaign time. */
  readonly at: number;
  readonly data: Data;
};

/**
 * CloudEvents 1.0, JSON format. `dacuposition` is a string, because the specification's integers end at 2^31.
 * `id` is unique within `source`.
 */
export type CloudEvent = {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly dacuposition: string;
  readonly data: unknown;
};

/** `source` is a URI reference of the installation, for example `/dacu/<database id>`. */
export function toCloudEvent(event: StoredEvent, source: string): CloudEvent {
  return {
    specversion: '1.0',
    id: String(event.id),
    source,
    type: event.type,
    subject: event.aggregate,
    // biome-ignore lint/style/noRestrictedGlobals: writes an instant that was handed in; reads no clock
    time: new Date(event.at).toISOString(),
    datacontenttype: 'application/json',
    dacuposition: String(event.position),
    data: event.data,
  };
}
