package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"throughline/internal/reckoning/suppression"
)

// suppressionName is the setting that names the policy of disclosure control.
const suppressionName = "suppression"

type settingSuppressionCommand struct {
	place
	Policy string `arg:"" help:"Name of the policy: nhs-1-7-r5, lt5-secondary or lt10."`
}

// Run names the policy that protects what people outside the service read.
func (c settingSuppressionCommand) Run(ctx context.Context, t terminal) error {
	policy, known := suppression.ByName(c.Policy)
	if !known {
		return coded{exitUsage, fmt.Errorf("there is no policy %q: choose one of %s", c.Policy, strings.Join(suppression.Names(), ", "))}
	}
	in, err := c.open(ctx, opening{})
	if err != nil {
		return err
	}
	if err := errors.Join(in.record.SetSetting(ctx, suppressionName, policy.Name()), in.close(ctx)); err != nil {
		return err
	}
	t.say("What leaves is now protected by %s. %s", policy.Name(), policy.Words())
	return nil
}

// suppression returns the policy that protects what leaves, the default where none
// was named.
func (in *installation) suppression(ctx context.Context) (suppression.Policy, error) {
	name, err := in.record.Setting(ctx, suppressionName)
	if err != nil || name == "" {
		return suppression.Default(), err
	}
	policy, known := suppression.ByName(name)
	if !known {
		return policy, coded{exitConfig, fmt.Errorf("the setting names the policy %q, which this version does not know: say throughline setting suppression with one of %s", name, strings.Join(suppression.Names(), ", "))}
	}
	return policy, nil
}
