package cli

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"

	"throughline/internal/edge/web"
)

type routesCommand struct{ place }

// Run prints every page and act of the site with who may open it, for those who
// answer for the record to read. It runs beside a running server too.
func (c routesCommand) Run(ctx context.Context, t terminal) error {
	in, err := c.open(ctx, opening{readOnly: true})
	if err != nil {
		return err
	}
	return errors.Join(in.printRoutes(ctx, t), in.record.Close())
}

func (in *installation) printRoutes(ctx context.Context, t terminal) error {
	doors, err := in.doors(ctx)
	if err != nil {
		return err
	}
	hers, err := in.spaceDoor(ctx, asking{}, nil) // listed, and never opened
	if err != nil {
		return err
	}
	list, err := web.List(append(doors, hers)...)
	if err != nil {
		return fmt.Errorf("listing the pages: %w", err)
	}
	table := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	for _, route := range list {
		fmt.Fprintf(table, "%s\t%s\t%s\n", route.Method, route.Path, route.Audience)
	}
	return table.Flush()
}
