package cli

import "throughline/internal/edge/web"

// doors lists the front doors.
func (in *installation) doors() []web.Door {
	return []web.Door{}
}
