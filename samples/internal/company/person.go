// SPDX-License-Identifier: Apache-2.0

package company

// Activity is something that people do every so often in a working day.
type Activity int

// The activities that have a rate.
const (
	ViewCustomer Activity = iota
	ViewList
	SearchCRM
	RunReport
	ExportReport
	ViewDashboard
	DownloadContent
	UpdateCustomer
	MailOut     // to somebody at a customer
	MailInside  // to colleagues
	MailIn      // from somebody outside
	ReadMail    // fetching messages with a client
	TidyMail    // moving or deleting messages
	UseFile     // opening or changing a file in the document store
	FetchFile   // downloading a file from it
	ShareFile   // sharing one
	PrintPaper  // printing something
	LogOnAnew   // logging on again during the day
	ActivityEnd // how many there are
)

// Role is what somebody does at Larkfield; it decides the rates.
type Role int

// The roles.
const (
	FieldSales Role = iota
	InsideSales
	SalesManager
	Support
	Finance
	Marketing
	Operations
	SalesOps
	Temp
)

// rates holds, for every role, how often each activity occurs on an ordinary
// working day, in thousandths.
var rates = [...][ActivityEnd]int{
	FieldSales:   {15000, 3500, 2600, 900, 60, 700, 200, 2200, 4600, 2400, 4500, 4200, 1500, 2600, 350, 120, 1300, 500},
	InsideSales:  {20000, 4500, 4200, 1100, 90, 500, 250, 3600, 5200, 2100, 5600, 4600, 1700, 2200, 300, 100, 1500, 500},
	SalesManager: {8000, 2600, 1400, 2600, 280, 2800, 300, 700, 3000, 5200, 3900, 5200, 1600, 3600, 500, 240, 1100, 500},
	Support:      {12000, 3900, 5200, 500, 40, 300, 350, 2600, 4100, 2300, 6000, 4300, 1700, 1900, 260, 80, 900, 400},
	Finance:      {3000, 900, 900, 2200, 420, 700, 80, 300, 1600, 3000, 3200, 4000, 1300, 5600, 800, 180, 1700, 300},
	Marketing:    {2600, 1300, 900, 1100, 180, 900, 700, 400, 2100, 3100, 2700, 3800, 1300, 4600, 700, 380, 1900, 300},
	Operations:   {2200, 900, 1300, 300, 20, 200, 60, 500, 1200, 2500, 2300, 3000, 1000, 2300, 250, 60, 2300, 250},
	SalesOps:     {6000, 3300, 2200, 3200, 380, 1700, 250, 2800, 1300, 3600, 1900, 3900, 1200, 3700, 600, 200, 900, 500},
	Temp:         {9000, 2600, 2200, 200, 10, 100, 60, 9000, 200, 700, 300, 900, 300, 900, 60, 10, 200, 250},
}

// Office is a site.
type Office struct {
	Name    string
	Country string // two letters
	Zone    *Zone
	IP      string // the address from which the office appears
	Net     string // first three numbers of the inner network
	Site    int    // 0 New York, 1 Manchester
}

// Person is somebody who works or worked at Larkfield, or an account that
// several people or a program use.
type Person struct {
	Index    int // 0-based
	Given    string
	Surname  string
	Display  string // as the directory writes the name
	CRMName  string // as Salesforce has it, mostly the same
	RollName string // as HR has it, "Surname, Given"
	Title    string
	Dept     string
	Role     Role
	Office   *Office
	Manager  *Person // nil at the top

	SAM, UPN, Mail     string
	UserID, UserID18   string // Salesforce, 15 and 18 characters
	Username           string // Salesforce log-in name
	SID, GUID, PUID    string
	Employee           string // number in HR; empty where there is no roster row
	Private            string // mail address at home
	Workstation        string
	HomeIP             string
	Rack               string // mailbox server, as in Message-IDs
	Rates              [ActivityEnd]int
	Dispersion         [ActivityEnd]int // index for chance.Stream.Burst
	StartMin, EndMin   int              // usual minutes of the day
	Agent              int              // which browser
	Hired              Day
	Notice, Leaves     Day  // 0 where there is none; Leaves is the last working day
	Classic            bool // works in Salesforce Classic
	OnPremises         bool // mailbox still on the company's own Exchange server
	Shared, Automation bool // front desk; integration user
	Outside            bool // contractor with a company account of another firm

	Owned  []*Customer
	Habits []*Document // documents this person works with, most used first
}

// Works reports whether the person is employed on a day, the last included.
func (p *Person) Works(d Day) bool {
	return d >= p.Hired && (p.Leaves == 0 || d <= p.Leaves)
}

// Sells reports whether the person owns customers.
func (p *Person) Sells() bool { return p.Role == FieldSales || p.Role == InsideSales }

// part is a fixed character of the story.
type part struct {
	given, surname, title string
	role                  Role
	site                  int
	hired, leaves         string
}

// cast is everybody whom a story needs, in the order of their Index.
var cast = []part{
	{"Ellen", "Marchetti", "Sales Director", SalesManager, 0, "2012-06-04", ""},
	{"Mike", "Hall", "Field Sales Representative", FieldSales, 0, "2017-09-11", ""},
	{"Mike", "Hallam", "Field Sales Representative", FieldSales, 0, "2019-02-18", ""},
	{"Julia", "Ortiz", "Field Sales Representative", FieldSales, 0, "2016-03-07", ""},
	{"Dana", "Whitlock", "Inside Sales Representative", InsideSales, 0, "2018-10-01", ""},
	{"Peter", "Lindqvist", "Sales Coordinator", InsideSales, 0, "2015-05-18", ""},
	{"Sunil", "Rao", "Sales Operations Analyst", SalesOps, 0, "2020-01-13", ""},
	{"Colette", "Marsh", "Field Sales Representative", FieldSales, 1, "2018-04-09", ""},
	{"Owen", "Pryce", "Field Sales Representative", FieldSales, 1, "2014-11-03", ""},
	{"Hector", "Valdez", "Field Sales Representative", FieldSales, 0, "2021-08-23", ""},
	{"Gareth", "Bowen", "Regional Sales Manager UK", SalesManager, 1, "2013-02-04", ""},
	{"Priscilla", "Yoon", "Finance Analyst", Finance, 0, "2019-07-22", ""},
	{"Tom", "Ferreira", "Account Manager", FieldSales, 0, "2015-10-12", ""},
	{"Leah", "Brandvold", "Field Sales Representative", FieldSales, 0, "2024-04-15", ""},
	{"Rosa", "Tennant", "Field Sales Representative", FieldSales, 1, "2017-01-09", ""},
	{"Kofi", "Mensah", "Data Steward (Temp)", Temp, 0, "2024-04-08", "2024-06-28"},
	{"Marion", "Keogh", "Inside Sales Representative", InsideSales, 0, "2016-08-29", ""},
	{"Jules", "Okonjo", "Event Marketing Manager", Marketing, 0, "2018-06-11", ""},
	{"Brian", "Castle", "Field Sales Representative", FieldSales, 0, "2011-04-18", "2024-05-10"},
	{"Julia", "Carter", "Customer Service Agent", Support, 0, "2016-02-01", "2024-02-09"},
	{"Jonas", "Carter", "Customer Service Agent", Support, 0, "2024-03-04", ""},
	{"Yael", "Ben-David", "Accounts Receivable Clerk", Finance, 0, "2020-09-14", ""},
	{"Jørgen", "Sørbø", "Warehouse Planner", Operations, 1, "2019-11-25", ""},
	{"Layla", "Haddad", "Graphic Designer", Marketing, 1, "2022-03-14", ""},
}

// The indices of the cast.
const (
	EllenMarchetti = iota
	MikeHall
	MikeHallam
	JuliaOrtiz
	DanaWhitlock
	PeterLindqvist
	SunilRao
	ColetteMarsh
	OwenPryce
	HectorValdez
	GarethBowen
	PriscillaYoon
	TomFerreira
	LeahBrandvold
	RosaTennant
	KofiMensah
	MarionKeogh
	JulesOkonjo
	BrianCastle
	JuliaCarter
	JonasCarter
	YaelBenDavid
	JorgenSorbo
	LaylaHaddad
)

// CastCount is how many people the stories need; a company has no fewer.
var CastCount = len(cast)

// extra describes whom a company of more than the cast hires, over and over.
var extra = []part{
	{title: "Field Sales Representative", role: FieldSales},
	{title: "Inside Sales Representative", role: InsideSales},
	{title: "Customer Service Agent", role: Support},
	{title: "Field Sales Representative", role: FieldSales, site: 1},
	{title: "Warehouse Operative", role: Operations},
	{title: "Inside Sales Representative", role: InsideSales, site: 1},
	{title: "Accounts Payable Clerk", role: Finance},
	{title: "Customer Service Agent", role: Support, site: 1},
	{title: "Key Account Manager", role: FieldSales},
	{title: "Content Marketer", role: Marketing},
	{title: "Buyer", role: Operations, site: 1},
	{title: "Field Sales Representative", role: FieldSales},
}

var depts = [...]string{
	FieldSales: "Field Sales", InsideSales: "Inside Sales", SalesManager: "Sales Management", Support: "Customer Service",
	Finance: "Finance", Marketing: "Marketing", Operations: "Operations", SalesOps: "Sales Operations", Temp: "Sales Operations",
}
