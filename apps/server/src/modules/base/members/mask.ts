import type { Address } from '@dacu/contract/api';

/** The keyed hashes that limits compare. */
export type AddressKeys = { readonly phone: string; readonly address: string };

/** Compound surnames keep both characters, as people write them. */
const COMPOUND_SURNAMES = [
  '欧阳',
  '司马',
  '上官',
  '诸葛',
  '东方',
  '皇甫',
  '尉迟',
  '公孙',
  '慕容',
  '令狐',
  '司徒',
  '夏侯',
];

/** 138****5678, 张* / 王*明 / 欧阳*娜, and the line down to its district (domain §11). */
export function maskAddress(address: Address): Address {
  return {
    recipient: maskName(address.recipient),
    phone: `${address.phone.slice(0, 3)}****${address.phone.slice(-4)}`,
    region: address.region,
    line: maskLine(address.line),
  };
}

export function maskName(name: string): string {
  const letters = [...name];
  const kept = COMPOUND_SURNAMES.some((surname) => name.startsWith(surname)) ? 2 : 1;
  if (letters.length <= kept) return `${letters.slice(0, 1).join('')}*`;
  const head = letters.slice(0, kept).join('');
  return letters.length === kept + 1 ? `${head}*` : `${head}*${letters.at(-1)}`;
}

/** Everything up to the first 区, 县 or 市 that ends a district stays; without one nothing of the line does. */
function maskLine(line: string): string {
  const district = /^.{0,16}?[区县旗]|^.{0,16}?市/.exec(line);
  return `${district?.[0] ?? ''}****`;
}
