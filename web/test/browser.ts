import { webcrypto } from 'node:crypto'

// What every browser has and Node has only since 19; Debian 12 ships 18.
globalThis.crypto ??= webcrypto as Crypto
