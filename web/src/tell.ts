// Messages that pass: what went wrong, with the id to quote; what has been done.

import { ElMessage } from 'element-plus/es/components/message/index'
import { ElNotification } from 'element-plus/es/components/notification/index'
import { h } from 'vue'
import { Problem } from '@/api/client'
import { t } from '@/i18n'

export function tell(error: unknown) {
  const problem = error instanceof Problem ? error : null
  const title = problem?.message ?? (error instanceof Error ? error.message : String(error))
  const id = [problem?.id, problem?.instance].filter(Boolean).join(' · ')
  ElNotification({
    type: 'error',
    title,
    duration: 8000,
    customClass: 'toast',
    message: h('div', [
      problem?.detail ? h('p', problem.detail) : null,
      ...(problem?.errors ?? []).slice(0, 4).map((one) => h('p', `${one.field}: ${one.message || one.wanted}`)),
      id ? h('p', { class: 'toast-id' }, `${t('problem.id')} ${id}`) : null,
    ]),
  })
}

export function done(text: string) {
  ElMessage({ type: 'success', message: text, duration: 3000 })
}
