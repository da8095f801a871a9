// Says two minutes before a session ends that it does, and lets it last longer. The
// pages of one browser tell each other when something was sent.
const dialog = document.querySelector('[data-stay]')
const lasts = Number(dialog.dataset.stay) * 1000
const warned = Math.min(120000, lasts / 2)
const soon = dialog.querySelector('[data-stay-soon]')
const over = dialog.querySelector('[data-stay-over]')
const pages = new BroadcastChannel('sent')
let ends

const begin = () => {
  ends = Date.now() + lasts
  dialog.querySelector('[data-stay-at]').textContent = new Date(ends).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
  soon.hidden = false
  over.hidden = true
  if (dialog.open) dialog.close()
}

const look = () => {
  const left = ends - Date.now()
  if (left > warned) return
  soon.hidden = left <= 0
  over.hidden = left > 0
  if (!dialog.open) dialog.showModal()
}

const stay = async () => {
  if (ends <= Date.now()) return
  try {
    if ((await fetch(dialog.dataset.stayPath, { method: 'POST', redirect: 'error' })).ok) {
      begin()
      pages.postMessage('sent')
      return
    }
  } catch {}
  ends = Date.now()
  look()
}

dialog.querySelector('[data-stay-back]').href = location.pathname + location.search
dialog.addEventListener('close', () => { if (ends - Date.now() <= warned) stay() })
pages.addEventListener('message', begin)
pages.postMessage('sent')
begin()
setInterval(look, 1000)
