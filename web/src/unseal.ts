// Opening what was sealed to a custodian, in the browser: the private key stays where it is.
// The same as src/reporter/sealing.cpp: ECDH on P-256, HKDF-SHA256, AES-256-GCM.

const pointSize = 65
const purpose = new TextEncoder().encode('zhiheng sealed 1')

function bytes(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'))
  return Uint8Array.from(binary, (sign) => sign.charCodeAt(0))
}

function joined(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

export interface PrivateKey {
  key: CryptoKey
  point: Uint8Array<ArrayBuffer> // the public key that belongs to it
}

/// A private key in PEM, as `zhiheng reporter key make` writes it; null when it is none.
export async function readPrivateKey(pem: string): Promise<PrivateKey | null> {
  const body = /-----BEGIN PRIVATE KEY-----([\s\S]+?)-----END PRIVATE KEY-----/.exec(pem)?.[1]
  if (!body) return null
  try {
    const curve = { name: 'ECDH', namedCurve: 'P-256' }
    const key = await crypto.subtle.importKey('pkcs8', bytes(body.replace(/\s/g, '')), curve, true, ['deriveBits'])
    const { x, y } = await crypto.subtle.exportKey('jwk', key)
    return { key, point: joined(new Uint8Array([4]), bytes(x ?? ''), bytes(y ?? '')) }
  } catch {
    return null
  }
}

/// The text, or null when the key does not open it or it belongs to another place.
export async function unseal(key: PrivateKey, sealed: string, place: string): Promise<string | null> {
  try {
    const parts = sealed.split(':')
    if (parts[0] !== 'sealed1' || parts.length !== 3) return null
    const content = bytes(parts[2])
    const theirs = content.slice(0, pointSize)
    const curve = { name: 'ECDH', namedCurve: 'P-256' }
    const fresh = await crypto.subtle.importKey('raw', theirs, curve, false, [])
    const secret = await crypto.subtle.deriveBits({ name: 'ECDH', public: fresh }, key.key, 256)
    const deriving = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits'])
    const derived = new Uint8Array(
      await crypto.subtle.deriveBits(
        { name: 'HKDF', hash: 'SHA-256', salt: joined(theirs, key.point), info: purpose },
        deriving,
        8 * (32 + 12),
      ),
    )
    const cipher = await crypto.subtle.importKey('raw', derived.slice(0, 32), 'AES-GCM', false, ['decrypt'])
    const plain = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: derived.slice(32), additionalData: new TextEncoder().encode(place) },
      cipher,
      content.slice(pointSize),
    )
    return new TextDecoder().decode(plain)
  } catch {
    return null
  }
}
