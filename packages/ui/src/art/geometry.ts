/** Small geometry for the season pictures. Deterministic: a picture is the same on every visit. */
export function polar(cx: number, cy: number, radius: number, degrees: number): readonly [number, number] {
  const angle = (degrees * Math.PI) / 180;
  return [round(cx + radius * Math.cos(angle)), round(cy + radius * Math.sin(angle))];
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** `count` numbers from 0. */
export function steps(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** A number in [0, 1) that looks scattered but depends on `index` alone. */
export function scatter(index: number, salt: number): number {
  const value = Math.sin(index * 127.1 + salt * 311.7) * 43758.5453;
  return value - Math.floor(value);
}

/** A horizontal wave from x = 0 to `width`, as a path without its closing. */
export function wave(width: number, y: number, height: number, length: number, shift = 0): string {
  let path = `M${-length + shift} ${y}`;
  for (let x = -length + shift; x < width; x += length) {
    path += `q${length / 4} ${-height} ${length / 2} 0t${length / 2} 0`;
  }
  return path;
}
