import { describe, expect, it } from 'vitest'
import { readPrivateKey, unseal } from '../src/unseal'

// Of tests/reporter/sealing_test.cpp: made by WebCrypto, opened by the program as well.
const pem = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgLvFMj7Zak8qUv+bI
DHTowxz/5ukQEbGF7t1ekfCAU0GhRANCAASnM+7tMe6W6voWXZDKZJCPFzqTuGP+
nv5yN1w5VwjmDp5QZGPXR37S4YvpMpAvizKynLcrH69GTzSZ1ulleS2E
-----END PRIVATE KEY-----
`
const sealed =
  'sealed1:79331133f5abcbe4:BEQDyDaDq-n-cF3XNKXfygkMsfACmgRTGW840A-o7fQtgnODAb712CZQJtfFOrUDXaSAkH7r' +
  '8oe8Rn6MCCr0pK1aKvLgPQa_z-0oXxEcWBomMMIesH6m'

describe('a sealed identity', () => {
  it('opens with its key at its place alone', async () => {
    const key = await readPrivateKey(pem)
    expect(key).not.toBeNull()
    expect(await unseal(key!, sealed, 'JB1/identity')).toBe('张三')
    expect(await unseal(key!, sealed, 'JB2/identity')).toBeNull()
    expect(await unseal(key!, sealed.slice(0, -2) + 'AA', 'JB1/identity')).toBeNull()
    for (const wrong of ['', 'sealed1:x', 'sealed1:x:!', 'enc1:x:AAAA']) {
      expect(await unseal(key!, wrong, 'JB1/identity')).toBeNull()
    }
  })

  it('is not opened with what is no key', async () => {
    for (const wrong of ['', 'nonsense', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----']) {
      expect(await readPrivateKey(wrong)).toBeNull()
    }
  })
})
