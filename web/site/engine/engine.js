// What engine.d.ts declares.
export { EngineError, openEngine } from './client.js';
