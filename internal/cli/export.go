package cli

type exportCommand struct {
	JDL exportJDLCommand `cmd:"" name:"jdl" help:"Make the file by which the Justice Data Lab finds women in its own records. It names them."`
}
