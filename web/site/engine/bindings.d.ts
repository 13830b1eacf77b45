/** What the worker uses of bindings.js, which web/engine/build.sh makes. */
export default function init(from: { module_or_path: URL }): Promise<unknown>;
export function initSync(from: { module: BufferSource }): unknown;
/** Numbers networks and sessions from `first` on. */
export function start(first: number): void;
/** Throws `{ kind, message }`. */
export function call(name: string, values: unknown[]): any;
