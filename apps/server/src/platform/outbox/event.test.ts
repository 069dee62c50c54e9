import { expect, test } from 'vitest';
import { toCloudEvent } from './event.ts';

test('an event leaves as CloudEvents 1.0 with its position', () => {
  const event = {
    position: 9,
    id: 12,
    type: 'purchase.paid',
    aggregate: 'pu_1',
    at: 1718639700000,
    data: { payFen: 5 },
  };
  expect(toCloudEvent(event, '/dacu/x')).toEqual({
    specversion: '1.0',
    id: '12',
    source: '/dacu/x',
    type: 'purchase.paid',
    subject: 'pu_1',
    time: '2024-06-17T15:55:00.000Z',
    datacontenttype: 'application/json',
    dacuposition: '9',
    data: { payFen: 5 },
  });
});
