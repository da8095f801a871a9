package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"throughline/internal/casework/assessment"
	"throughline/internal/domain/need"
	"throughline/internal/edge/exchange/fhir"
	webassessment "throughline/internal/edge/web/assessment"
	"throughline/internal/edge/web/woman"
	"throughline/screening"
)

// instrumentsName is the setting that lists the questionnaires which this service
// turned on, of those that are off until then.
const instrumentsName = "instruments"

// screeningTool is the tool that is asked here.
const screeningTool = "common"

type settingInstrumentsCommand struct {
	place
	Instruments []string `arg:"" optional:"" help:"Ids of questionnaires whose licence lets them be turned on, such as audit; none turns all of them off."`
}

// Run says which questionnaires are turned on.
func (c settingInstrumentsCommand) Run(ctx context.Context, t terminal) error {
	in, err := c.open(ctx, opening{})
	if err != nil {
		return err
	}
	if err := errors.Join(in.turnOn(ctx, c.Instruments), in.close(ctx)); err != nil {
		return err
	}
	if len(c.Instruments) == 0 {
		t.say("Only the questionnaires that everybody may use are on now.")
		return nil
	}
	t.say("Turned on: %s. Read each licence: none of them lets a service use it for gain.", strings.Join(c.Instruments, ", "))
	return nil
}

// turnOn keeps which questionnaires are turned on.
func (in *installation) turnOn(ctx context.Context, ids []string) error {
	var can []string
	for _, one := range in.assessment.Instruments {
		if one.Offer == need.Loadable {
			can = append(can, one.ID)
		}
	}
	for _, id := range ids {
		if !slices.Contains(can, id) {
			return coded{exitUsage, fmt.Errorf("%q is not a questionnaire to turn on: choose from %s", id, strings.Join(can, ", "))}
		}
	}
	text, err := json.Marshal(ids)
	if err != nil {
		return fmt.Errorf("keeping which questionnaires are turned on: %w", err)
	}
	return in.record.SetSetting(ctx, instrumentsName, string(text))
}

// assessmentDesk returns the desk where women are screened and measured.
func (in *installation) assessmentDesk(ctx context.Context) (*assessment.Desk, error) {
	tools, err := screening.Tools()
	if err != nil {
		return nil, fmt.Errorf("reading the screening tools: %w", err)
	}
	instruments, err := screening.Instruments()
	if err != nil {
		return nil, err
	}
	desk := &assessment.Desk{Bench: in.bench, Tools: tools, Tool: screeningTool, Instruments: instruments}
	text, err := in.record.Setting(ctx, instrumentsName)
	if err != nil || text == "" {
		return desk, err
	}
	if err := json.Unmarshal([]byte(text), &desk.Loaded); err != nil {
		return nil, fmt.Errorf("reading which questionnaires are turned on: %w", err)
	}
	return desk, nil
}

// assessmentDoor holds the pages of screening and questionnaires, in the record.
func (in *installation) assessmentDoor(record woman.Door) webassessment.Door {
	return webassessment.Door{
		Desk: *in.assessment, Woman: record,
		Write: func(given assessment.Given) ([]byte, error) {
			return fhir.Response(given.Instrument, fhir.Answers{On: given.Score.On, Items: given.Score.Items, Reference: given.Reference})
		},
		Read: func(data []byte, instruments []need.Instrument) (webassessment.Received, error) {
			read, err := fhir.Read(data, instruments)
			return webassessment.Received{Instrument: read.Instrument, On: read.On, Items: read.Items}, err
		},
	}
}

type instrumentsCommand struct {
	ID string `arg:"" optional:"" help:"Id of a questionnaire to print as a FHIR R4 Questionnaire, such as phq9."`
}

// Run lists the questionnaires with the terms on which each is used, or prints one
// as FHIR where its words may be given out.
func (c instrumentsCommand) Run(_ context.Context, t terminal) error {
	all, err := screening.Instruments()
	if err != nil {
		return err
	}
	for _, one := range all {
		switch {
		case c.ID == "":
			fmt.Fprintf(t.out, "%s\t%s\t%s\t%s\n", one.ID, one.Offer, one.Title, one.Licence)
		case c.ID == one.ID:
			text, err := fhir.Questionnaire(one)
			if err != nil {
				return coded{exitUsage, err}
			}
			_, err = t.out.Write(text)
			return err
		}
	}
	if c.ID != "" {
		return coded{exitNotFound, fmt.Errorf("there is no questionnaire %q", c.ID)}
	}
	return nil
}
