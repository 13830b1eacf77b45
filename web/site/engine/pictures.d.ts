/** What the worker uses of pictures.js, which web/engine/build.sh makes. */
export default function init(from: { module_or_path: URL }): Promise<unknown>;
export function initSync(from: { module: BufferSource }): unknown;
export function start(): void;
/** Of a PNG, JPEG, WebP or BMP file; throws `{ kind, message }`. */
export function grayLevels(file: Uint8Array): { width: number; height: number; gray: Uint8Array };
