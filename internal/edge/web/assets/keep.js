// Keeps what is typed into a form on the server, a second after the last key and
// when the page goes out of sight. Nothing is kept in the browser. Without this
// script the button of the form does the same.
const address = '/drafts?quiet=yes'
const pages = new BroadcastChannel('sent')

const fieldsOf = (form) => {
  const fields = new URLSearchParams()
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string') fields.append(name, value)
  }
  return fields.toString()
}

for (const ticket of document.querySelectorAll('input[data-keep]')) {
  const form = ticket.form
  const said = form.querySelector('[data-keep-said]')
  let kept = fieldsOf(form)
  let saving = false
  let timer

  const keep = async (last) => {
    clearTimeout(timer)
    const typed = fieldsOf(form)
    if (saving || typed === kept) return
    const before = kept
    kept = typed
    let answered = false
    try {
      const answer = await fetch(address, { method: 'POST', body: new URLSearchParams(typed), keepalive: last, redirect: 'error' })
      answered = answer.ok
      if (answer.status === 204) pages.postMessage('sent') // 202: kept, and the session is over
    } catch {}
    if (!answered) kept = before
    said.textContent = answered
      ? 'What you typed is kept. It is not saved yet.'
      : 'What you typed could not be kept. Save it soon.'
  }

  for (const button of form.querySelectorAll('[data-keep-later]')) button.remove()
  form.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(keep, 1000, false)
  })
  form.addEventListener('submit', () => {
    saving = true
    clearTimeout(timer)
  })
  addEventListener('pagehide', () => keep(true))
  document.addEventListener('visibilitychange', () => { if (document.hidden) keep(true) })
}

// A page that the browser kept whole is asked for again, with what we kept.
addEventListener('pageshow', (event) => {
  if (event.persisted && document.querySelector('input[data-keep]')) location.reload()
})
