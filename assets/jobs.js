// Keeps in sight how far long work has come. Asks every two seconds, less often
// where no answer comes or nobody looks. Without this script a link does the same.
const box = document.querySelector('[data-job]')

if (box) {
  const bar = box.querySelector('progress')
  const words = box.querySelector('[data-job-words]')
  const state = document.querySelector('[data-job-state]')
  const told = box.querySelector('[role=status]')
  let pause = 2000
  let quarter = -1
  const look = async () => {
    try {
      const answer = await fetch(box.dataset.job, { redirect: 'error' })
      if (!answer.ok) throw new Error(answer.statusText)
      const now = await answer.json()
      if (now.over) return location.reload()
      pause = document.hidden ? 10000 : 2000
      words.textContent = now.words
      state.textContent = now.state
      if (now.total > 0) {
        bar.max = now.total
        bar.value = now.done
        const reached = Math.floor(4 * now.done / now.total)
        if (reached !== quarter) told.textContent = `${reached * 25}% done`
        quarter = reached
      }
    } catch {
      pause = Math.min(2 * pause, 30000)
    }
    setTimeout(look, pause)
  }
  setTimeout(look, pause)
}
