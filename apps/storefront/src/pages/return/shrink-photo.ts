/** The longer side that the shop keeps, and what a phone sends: no minute of upload for what nobody looks at. */
const SIDE_PX_MAX = 2_048;
const QUALITY = 0.85;

/**
 * The picture of a file, no larger than it is kept and without what else the file says; the file itself where this browser
 * cannot read it, for the shop to judge.
 */
export async function shrinkPhoto(file: Blob): Promise<Blob> {
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, SIDE_PX_MAX / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    const context = canvas.getContext('2d')!;
    // What lets through would turn black.
    context.fillStyle = 'white';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return await new Promise((resolve) =>
      canvas.toBlob((shrunk) => resolve(shrunk ?? file), 'image/jpeg', QUALITY),
    );
  } catch {
    return file;
  }
}
