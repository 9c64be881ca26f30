// SPDX-License-Identifier: Apache-2.0

package company

// The lists that names are drawn from. Everybody and every company is invented.

var givenNames = []string{
	"Aaron", "Abigail", "Adele", "Aisha", "Alan", "Alma", "Amir", "Andrea", "Anita", "Arthur", "Beatriz", "Ben",
	"Bethany", "Bianca", "Brendan", "Callum", "Camila", "Carlos", "Cassandra", "Cedric", "Chloe", "Clara", "Colin",
	"Cora", "Damon", "Daphne", "Declan", "Denise", "Diego", "Dorothy", "Edwin", "Elaine", "Elif", "Emmett", "Esther",
	"Farah", "Felix", "Fiona", "Gavin", "Gemma", "Graham", "Greta", "Hamid", "Hannah", "Harold", "Heather", "Hugo",
	"Imani", "Ines", "Iris", "Ivan", "Jasmine", "Jerome", "Joan", "Joel", "Jun", "Kareem", "Keira", "Kenji", "Lars",
	"Leona", "Liam", "Lorna", "Lucia", "Magnus", "Malik", "Marcus", "Marta", "Maya", "Meera", "Miles", "Nadia",
	"Neil", "Nora", "Olga", "Omar", "Oscar", "Paula", "Percy", "Quentin", "Rachel", "Rafael", "Renee", "Roland",
	"Rosa", "Ruth", "Samir", "Selma", "Simon", "Sofia", "Stella", "Tariq", "Theo", "Tina", "Trevor", "Uma", "Vera",
	"Victor", "Wanda", "Wesley", "Yusuf", "Zara",
}

var surnames = []string{
	"Abbott", "Acheson", "Adeyemi", "Ainsley", "Almeida", "Amari", "Archer", "Ashdown", "Atwood", "Bancroft", "Barlow",
	"Beckett", "Bellamy", "Birch", "Blythe", "Boswell", "Brandt", "Bristow", "Brody", "Byrne", "Calder", "Carmody",
	"Castellan", "Chadwick", "Chen", "Clyne", "Colby", "Coyle", "Crane", "Cutler", "Dalton", "Danvers", "Darby",
	"Delgado", "Devlin", "Dhillon", "Doyle", "Draper", "Eastman", "Eldridge", "Emery", "Fairley", "Farrow", "Fenwick",
	"Finch", "Flores", "Forsyth", "Gallo", "Garrick", "Gibbs", "Goddard", "Grayling", "Greer", "Haddad", "Hale",
	"Hargrove", "Hayward", "Holt", "Hooper", "Ibarra", "Ingram", "Ives", "Jarrett", "Kaplan", "Keane", "Kimura",
	"Kirwan", "Lambert", "Langley", "Larkin", "Lomax", "Lund", "Mackie", "Mahoney", "Marlow", "Mbeki", "Mercer",
	"Milne", "Monroe", "Nakata", "Nash", "Newell", "Nolan", "Novak", "Oakes", "Okafor", "Osborne", "Paget", "Parrish",
	"Penrose", "Pike", "Prentice", "Quill", "Radford", "Rashid", "Redfern", "Rhodes", "Rourke", "Salter", "Sandoval",
	"Sayer", "Sefton", "Shaw", "Sheridan", "Silva", "Stanhope", "Strand", "Tamm", "Thorne", "Tillman", "Tran",
	"Underhill", "Vance", "Vega", "Wakefield", "Walsh", "Weir", "Whelan", "Winslow", "Yardley", "Zielinski",
}

var customerFirst = []string{
	"Brightwater", "Harbourline", "Stonebridge", "Northfield", "Copperleaf", "Silverbirch", "Redwillow", "Ironvale",
	"Ashgrove", "Bluefinch", "Cedarpoint", "Dunmore", "Eastgate", "Fernhollow", "Glenmoor", "Hawthorn", "Ivybridge",
	"Juniper", "Kestrel", "Lakemont", "Maplewood", "Nightingale", "Oakhurst", "Pinecrest", "Quayside", "Ravenscar",
	"Saltmarsh", "Thistledown", "Umberfield", "Valemont", "Westbrook", "Yarrow", "Amberly", "Beechnut", "Coldwater",
	"Driftwood", "Elmstead", "Foxglove", "Goldcrest", "Heathrow Lane", "Inglenook", "Jasperton", "Kingfisher",
	"Larchmont", "Meadowlark", "Newbury Cross", "Orchard Hill", "Peregrine", "Quarry Road", "Rosewood", "Summerfield",
	"Tamarind", "Upland", "Verbena", "Whitecliff", "Yellowstone Row", "Zephyr", "Café Méridien", "Señorial", "Höglund",
}

var customerSecond = []string{
	"Foods", "Hotels", "Hospitality", "Grocers", "Catering", "Bakeries", "Dairy", "Restaurants", "Schools Trust",
	"Care Homes", "Breweries", "Markets", "Kitchens", "Logistics", "Leisure", "Clinics", "Colleges", "Retail Group",
	"Farms", "Cinemas", "Holdings", "Stores", "Wholesale", "Resorts", "Packaging",
}

var cities = [2][]string{
	{"New York", "Newark", "Stamford", "Albany", "Hartford", "Yonkers", "Trenton", "Buffalo", "White Plains", "Jersey City"},
	{"Manchester", "Leeds", "Liverpool", "Stockport", "Preston", "Bolton", "Sheffield", "Chester", "York", "Halifax"},
}

var states = [10]string{"NY", "NJ", "CT", "NY", "CT", "NY", "NJ", "NY", "NY", "NJ"}

var industries = []string{
	"Food & Beverage", "Hospitality", "Retail", "Education", "Healthcare", "Recreation", "Agriculture", "Transportation",
}

// reportNames are the reports that people share, the first the list of all
// customers.
var reportNames = []string{
	"All Accounts – Contacts", "My Open Opportunities", "Pipeline by Region", "Accounts without Activity 60 Days",
	"Closed Won This Quarter", "Renewals Next 90 Days", "Contacts by Territory – Northeast", "Contacts by Territory – UK",
	"Quote Conversion by Rep", "Top 100 Customers by Revenue", "Open Cases by Account", "Weekly Activity by Owner",
	"Price Exceptions This Month", "New Accounts This Year", "Samples Shipped", "Credit Holds", "Forecast vs Actual",
	"Trade Fair Leads 2024", "Missing Phone or Email", "Quarter End Revenue Detail",
}

var reportFolders = []string{"Sales Shared", "Sales Leadership", "Finance", "Customer Service", "Marketing"}

// documentNames are the documents that people work with, over and over.
var documentNames = []string{
	"Q3 Price Book v7 FINAL.xlsx", "Cost structure 2024 part 1 of 2.xlsx", "Cost structure 2024 part 2 of 2.xlsx",
	"Customer contact sheet Northeast.xlsx", "Key account plan template.docx", "Q2 Price Book v3.xlsx",
	"Sales meeting minutes.docx", "Sales kickoff 2024.pptx", "Territory map Northeast.pdf", "Territory map UK.pdf",
	"Product catalogue spring 2024.pdf", "Product catalogue autumn 2023.pdf", "Discount matrix 2024.xlsx",
	"Expense claim form.xlsx", "Holiday rota.xlsx", "Credit application form.pdf", "Terms and conditions of sale.pdf",
	"Sample request form.docx", "Onboarding checklist.docx", "Rebate scheme FY24.xlsx", "Quarter end revenue detail.xlsx",
	"Forecast Q2.xlsx", "Forecast Q1.xlsx", "Board pack April 2024.pdf", "Supplier agreement Ashgrove.pdf",
	"Delivery schedule week.xlsx", "Complaint log.xlsx", "Visit report template.docx", "Company handbook.pdf",
	"Brand guidelines.pdf", "Trade fair stand plan.pdf", "Trade fair brochure A4.pdf", "Trade fair price list.pdf",
	"Stock take instructions.docx", "Customer satisfaction survey 2023.pdf", "Cold chain procedure.pdf",
	"Competitor comparison Q1.xlsx", "Payment run approvals.xlsx", "Mileage log.xlsx", "Interview questions sales.docx",
}
