// Leaves a woman's own page at once: by the button, or by Escape three times.
// The page goes blank first, and its place in the history is given away, so that
// the back button does not lead to it.
(() => {
  const hide = () => { document.documentElement.style.display = 'none' }
  const leave = () => {
    hide()
    document.title = ' '
    location.replace('/exit')
  }
  let pressed = []
  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape') { pressed = []; return }
    pressed = pressed.filter(at => event.timeStamp - at < 5000).concat(event.timeStamp)
    if (pressed.length >= 3) leave()
  })
  document.addEventListener('click', event => {
    if (!event.target.closest('[data-leave]')) return
    event.preventDefault()
    leave()
  })
  // A page that the browser kept whole is asked for again, so that we decide.
  addEventListener('pagehide', hide)
  addEventListener('pageshow', event => { if (event.persisted) location.reload() })
})()
