package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"time"

	"throughline/internal/edge/signin"
	"throughline/internal/edge/web/ask"
)

// askName is the setting of the pages where a woman asks for support herself.
const askName = "ask"

// leaveTo is where those pages lead when she leaves at once, until somebody
// decides otherwise.
const leaveTo = "https://www.bbc.co.uk/weather"

// How many may ask within the window, from one network and in all. The service
// had 33 voluntary referrals in 22 months. Source: 004:172.
const (
	askEach   = 10
	askAll    = 60
	askWindow = 10 * time.Minute
)

// asking is how this installation lets a woman ask for support herself.
type asking struct {
	Off     bool   `json:"off,omitempty"`
	Phone   string `json:"phone,omitempty"`
	LeaveTo string `json:"leave_to,omitempty"`
}

// asking returns what was decided, and what stands where nothing was.
func (in *installation) asking(ctx context.Context) (asking, error) {
	decided := asking{LeaveTo: leaveTo}
	text, err := in.record.Setting(ctx, askName)
	if err != nil || text == "" {
		return decided, err
	}
	if err := json.Unmarshal([]byte(text), &decided); err != nil {
		return asking{}, fmt.Errorf("reading how a woman asks for herself: %w", err)
	}
	return decided, nil
}

// askDoor returns her door.
func (in *installation) askDoor(decided asking) ask.Door {
	return ask.Door{Desk: in.intake, Phone: decided.Phone, Now: in.now, Allow: signin.NewVisits(askEach, askAll, askWindow, in.now).Allow}
}

type settingAskCommand struct {
	place
	Whether string `arg:"" enum:"on,off" help:"on or off."`
	Phone   string `help:"Phone of the service, for a woman who would rather say it out loud."`
	LeaveTo string `help:"Address that her pages lead to when she leaves at once." default:"${leave_to}"`
}

// Run says whether a woman may ask for support herself, on pages without
// sign-in. A server reads it when it starts.
func (c settingAskCommand) Run(ctx context.Context, t terminal) error {
	if to, err := url.Parse(c.LeaveTo); err != nil || to.Host == "" || to.Scheme != "https" && to.Scheme != "http" {
		return coded{exitUsage, fmt.Errorf("%q is not an address to leave to: write one like %s", c.LeaveTo, leaveTo)}
	}
	text, err := json.Marshal(asking{Off: c.Whether == "off", Phone: c.Phone, LeaveTo: c.LeaveTo})
	if err != nil {
		return fmt.Errorf("keeping how a woman asks for herself: %w", err)
	}
	in, err := c.open(ctx, opening{})
	if err != nil {
		return err
	}
	if err := errors.Join(in.record.SetSetting(ctx, askName, string(text)), in.close(ctx)); err != nil {
		return err
	}
	t.say("A woman asking for support herself, without an account: %s.", c.Whether)
	return nil
}
