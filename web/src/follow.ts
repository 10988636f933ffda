// What somebody without an account filed, followed by its code. The code is in no address and is not remembered.
import { ref, shallowRef } from 'vue'

export function useFollowed<Standing>(ask: (code: string) => Promise<Standing>) {
  const code = ref('')
  const standing = shallowRef<Standing | null>(null)
  const failure = ref<unknown>(null)
  const busy = ref(false)

  /// Does something with the code and shows how it stands afterwards.
  async function attempt(work: () => Promise<void>) {
    busy.value = true
    failure.value = null
    try {
      await work()
      standing.value = await ask(code.value)
    } catch (error) {
      failure.value = error
    } finally {
      busy.value = false
    }
  }

  /// Looks for another code: what the last one showed goes away first.
  const look = () =>
    attempt(async () => {
      standing.value = null
    })

  return { code, standing, failure, busy, attempt, look }
}
