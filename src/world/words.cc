#include "world/words.h"

#include <utility>

#include "tool/words.h"

namespace generator::world {
namespace {

constexpr std::string_view kFirst[] = {"Maya",   "Jonas", "Priya",  "Elena", "Tomas",
                                       "Aisha",  "Lukas", "Ingrid", "Kenji", "Nadia",
                                       "Samuel", "Clara", "Omar",   "Wei"};
constexpr std::string_view kLast[] = {"Lindqvist", "Okafor", "Moreno",  "Keller",
                                      "Tanaka",    "Haddad", "Novak",   "Iyer",
                                      "Brandt",    "Costa",  "Fischer", "Nguyen"};
constexpr std::string_view kCities[] = {"Lisbon", "Rotterdam", "Osaka",  "Denver",
                                        "Gdańsk", "Nairobi",   "Porto",  "Leeds",
                                        "Turin",  "Montréal",  "Austin", "Bergen"};
constexpr std::string_view kAdjectives[] = {"amber", "quiet", "north",  "silver",
                                            "rapid", "clear", "green",  "early",
                                            "deep",  "plain", "bright", "steady"};
constexpr std::string_view kPets[] = {"Biscuit", "Luna",  "Otto",   "Pepper", "Mochi",
                                      "Hazel",   "Ziggy", "Clover", "Rufus",  "Nala"};
constexpr std::string_view kProducts[] = {"Standard", "Plus",   "Comfort",
                                          "Premium",  "Family", "Shared"};
constexpr std::string_view kPipelines[] = {"nightly_etl",  "weather_forecast", "image_training",
                                           "log_analysis", "checkpoint_bench", "genome_assembly"};
constexpr std::string_view kPackages[] = {"ior",      "mdtest",  "lammps",   "gromacs",
                                          "hdf5_vol", "darshan", "openfoam", "wrf"};
constexpr std::string_view kRepositories[] = {"core-tools", "field-notes",    "tide-tables",
                                              "atlas-web",  "sensor-gateway", "report-builder"};
constexpr std::string_view kUsers[] = {"mlindqvist", "jokafor", "pmoreno", "ekeller",
                                       "ktanaka",    "nhaddad", "wnguyen"};
constexpr std::string_view kTasks[] = {"Renew the certificates", "Review the budget",
                                       "Order new sensors",      "Write the release notes",
                                       "Call the landlord",      "Fix the login page"};
constexpr std::string_view kTitles[] = {
    "Fix rounding in the monthly totals", "Add a retry to the upload",
    "Document the export format",         "Drop support for old clients",
    "Speed up the search index",          "Correct the time zone of reports"};
constexpr std::string_view kNeutralTitles[] = {"Spring overview",      "Notes on the harbor",
                                               "Plan for the coast",   "Weekly schedule",
                                               "Summary of the visit", "Second survey"};
constexpr std::string_view kPeople[] = {"Maya Lindqvist", "Jonas Keller",  "Priya Iyer",
                                        "Elena Moreno",   "Tomas Novak",   "Aisha Haddad",
                                        "Ingrid Brandt",  "Kenji Tanaka",  "Nadia Costa",
                                        "Samuel Okafor",  "Clara Fischer", "Wei Nguyen"};
constexpr std::string_view kBooks[] = {"The Salt Road",      "Night Trains",      "A Garden in Winter",
                                       "Maps of the North",  "The Glass Harbor",  "Letters from Bergen",
                                       "What the Tide Left", "The Second Orchard"};
constexpr std::string_view kFilms[] = {"Paper Boats",   "The Long Ferry", "Two Lanterns",
                                       "Snow on Linden", "Last Tram Home", "The Beekeeper's Map"};
constexpr std::string_view kSongs[] = {"Blue Lantern", "Slow Tide",    "North Window",
                                       "Paper Moonlight", "Hollow Pines", "Evening Ferry"};
constexpr std::string_view kPlaces[] = {"Hotel Seaside",  "The Linden House", "Harbor View Inn",
                                        "Granite Lodge",  "Parkside Rooms",   "The Old Mill"};
constexpr std::string_view kRestaurants[] = {"The Copper Pot", "Casa Moreno", "Blue Plate",
                                             "Little Osaka",   "Olive & Fig", "The Corner Table"};
constexpr std::string_view kRooms[] = {"Room 101", "Room 204", "Room 215", "Room 302", "Room 310"};
constexpr std::string_view kBookings[] = {"Summer trip",         "Team retreat",    "Family visit",
                                          "Anniversary weekend", "Conference stay", "Weekend stopover"};
constexpr std::string_view kEvents[] = {"Spring concert", "Harbor run", "Open lab day",
                                        "Winter market",  "Book evening", "Data workshop"};
constexpr std::string_view kCourses[] = {"Statistics for beginners", "Marine biology",
                                         "History of printing",      "Linear algebra",
                                         "Watercolor basics",        "Spanish for travel"};
constexpr std::string_view kGoods[] = {"Desk lamp",       "Oak shelf",  "Wool blanket", "Water bottle",
                                       "Trail backpack", "Tea kettle", "Rain jacket",  "Wall clock"};
constexpr std::string_view kDishes[] = {"Lentil soup",      "Lemon tart",   "Mushroom risotto",
                                        "Roasted peppers", "Fish stew",    "Apple crumble"};
constexpr std::string_view kMessages[] = {"The build is done",     "Lunch is at noon",
                                          "All tests pass",        "See you on Friday",
                                          "The report is ready",   "Please call me back",
                                          "The meeting was moved", "Thanks for the update"};
constexpr std::string_view kGenres[] = {"novel", "travel", "science", "poetry", "history"};
constexpr std::string_view kGroups[] = {"research", "field-team", "operations", "archive",
                                        "outreach"};
constexpr std::string_view kSets[] = {"patent_grants", "trial_decisions", "office_actions",
                                      "assignment_records"};
constexpr std::string_view kTags[] = {"friendly", "indoor", "young", "trained", "rescue", "calm"};
constexpr std::string_view kLabels[] = {"urgent",  "internal", "draft",
                                        "archive", "review",   "weekly"};
constexpr std::string_view kStatuses[] = {"active", "pending", "completed"};
constexpr std::string_view kStates[] = {"open", "closed", "pending"};
constexpr std::string_view kColours[] = {"black", "white", "blue", "green", "grey", "red"};
constexpr std::string_view kCurrencies[] = {"EUR", "USD", "GBP"};
constexpr std::string_view kCountries[] = {"Portugal", "Japan",  "Kenya",
                                           "Canada",   "Norway", "Poland"};
constexpr std::string_view kCountryCodes[] = {"PT", "JP", "KE", "CA", "NO", "PL"};
constexpr std::string_view kLanguages[] = {"en", "de", "pt", "ja", "fr"};
constexpr std::string_view kRoles[] = {"admin", "editor", "viewer"};
constexpr std::string_view kCompanies[] = {"Harbor Analytics", "Nordlys Energy", "Fenwick & Sons",
                                           "Blue Heron Labs", "Sierra Freight"};
constexpr std::string_view kStreets[] = {"14 Mill Lane", "208 Harbour Street", "7 Linden Avenue",
                                         "53 Station Road"};
constexpr std::string_view kUnits[] = {"m", "s", "K", "Pa", "kg"};
constexpr std::string_view kCapacities[] = {"4 people", "4 people", "6 people"};
constexpr std::string_view kConditions[] = {"clear", "light rain", "overcast", "windy"};
constexpr std::string_view kTypes[] = {"standard", "basic", "extended"};
constexpr std::string_view kBreeds[] = {"Labrador", "Beagle", "Siamese", "Collie", "Tabby"};
constexpr std::string_view kPromo[] = {"SPRING15", "WELCOME10", "RIDE5"};
constexpr std::string_view kSpecies[] = {"dog", "cat", "rabbit", "parrot"};
constexpr std::string_view kEstimates[] = {"$9-12", "$14-18", "$22-29", "$11-15"};
constexpr std::string_view kSentences[] = {
    "Collected during the spring survey and checked by hand.",
    "Replaces the earlier version; the old one stays readable.",
    "Used by two teams, reviewed every quarter.", "Set up for the pilot and kept since."};
constexpr std::string_view kProductTexts[] = {
    "Available every day from early morning.", "Most chosen at this location.",
    "Available on request, usually within minutes.", "The price is fixed before booking."};
constexpr std::string_view kFields[] = {"title, author, publishedDate, status",
                                        "applicationNumber, filingDate, author, status, title"};

using Named = std::pair<std::string_view, Pool>;

constexpr Named kByKind[] = {{"pet", kPets},
                             {"animal", kPets},
                             {"dog", kPets},
                             {"cat", kPets},
                             {"product", kProducts},
                             {"plan", kProducts},
                             {"pipeline", kPipelines},
                             {"workflow", kPipelines},
                             {"job", kPipelines},
                             {"package", kPackages},
                             {"application", kPackages},
                             {"module", kPackages},
                             {"repository", kRepositories},
                             {"project", kRepositories},
                             {"user", kUsers},
                             {"owner", kUsers},
                             {"member", kUsers},
                             {"account", kUsers},
                             {"task", kTasks},
                             {"todo", kTasks},
                             {"issue", kTitles},
                             {"request", kTitles},
                             {"pullrequest", kTitles},
                             {"ticket", kTitles},
                             {"commit", kTitles},
                             {"group", kGroups},
                             {"team", kGroups},
                             {"collection", kGroups},
                             {"label", kLabels},
                             {"tag", kLabels},
                             {"category", kGroups},
                             {"city", kCities},
                             {"company", kCompanies},
                             {"organization", kCompanies},
                             {"customer", kCompanies},
                             {"dataset", kSets},
                             {"api", kSets},
                             {"table", kSets},
                             {"index", kSets},
                             {"booking", kBookings},
                             {"reservation", kBookings},
                             {"book", kBooks},
                             {"novel", kBooks},
                             {"film", kFilms},
                             {"movie", kFilms},
                             {"show", kFilms},
                             {"song", kSongs},
                             {"track", kSongs},
                             {"album", kSongs},
                             {"playlist", kSongs},
                             {"hotel", kPlaces},
                             {"property", kPlaces},
                             {"restaurant", kRestaurants},
                             {"room", kRooms},
                             {"event", kEvents},
                             {"course", kCourses},
                             {"class", kCourses},
                             {"item", kGoods},
                             {"good", kGoods},
                             {"recipe", kDishes},
                             {"dish", kDishes},
                             {"meal", kDishes},
                             {"author", kPeople},
                             {"person", kPeople},
                             {"employee", kPeople},
                             {"patient", kPeople},
                             {"student", kPeople},
                             {"teacher", kPeople},
                             {"doctor", kPeople},
                             {"guest", kPeople},
                             {"driver", kPeople},
                             {"contact", kPeople},
                             {"artist", kPeople}};

constexpr Named kByName[] = {{"tag", kTags},
                             {"tags", kTags},
                             {"label", kLabels},
                             {"labels", kLabels},
                             {"status", kStatuses},
                             {"state", kStates},
                             {"color", kColours},
                             {"colour", kColours},
                             {"currency", kCurrencies},
                             {"currency code", kCurrencies},
                             {"country", kCountries},
                             {"country code", kCountryCodes},
                             {"city", kCities},
                             {"location", kCities},
                             {"language", kLanguages},
                             {"locale", kLanguages},
                             {"role", kRoles},
                             {"company", kCompanies},
                             {"organization", kCompanies},
                             {"street", kStreets},
                             {"address", kStreets},
                             {"unit", kUnits},
                             {"units", kUnits},
                             {"capacity", kCapacities},
                             {"condition", kConditions},
                             {"conditions", kConditions},
                             {"weather", kConditions},
                             {"type", kTypes},
                             {"breed", kBreeds},
                             {"species", kSpecies},
                             {"promo code", kPromo},
                             {"estimate", kEstimates},
                             {"title", kNeutralTitles},
                             {"subject", kNeutralTitles},
                             {"message", kMessages},
                             {"msg", kMessages},
                             {"author", kPeople},
                             {"artist", kPeople},
                             {"director", kPeople},
                             {"editor", kPeople},
                             {"manager", kPeople},
                             {"instructor", kPeople},
                             {"teacher", kPeople},
                             {"doctor", kPeople},
                             {"genre", kGenres},
                             {"publisher", kCompanies},
                             {"summary", kSentences},
                             {"description", kSentences},
                             {"content", kSentences},
                             {"text", kSentences},
                             {"body", kSentences},
                             {"comment", kSentences},
                             {"note", kSentences},
                             {"notes", kSentences},
                             {"fields", kFields},
                             {"username", kUsers},
                             {"user name", kUsers},
                             {"login", kUsers},
                             {"category", kGroups},
                             {"animal", kSpecies}};

}  // namespace

Pool first_names() { return kFirst; }
Pool last_names() { return kLast; }
Pool products_said() { return kProductTexts; }
Pool cities() { return kCities; }
Pool adjectives() { return kAdjectives; }

Pool names_for(std::string_view kind) {
  for (const auto& [name, pool] : kByKind)  // "book" is not short for "booking"
    if (name == kind) return pool;
  for (const auto& [name, pool] : kByKind)
    if (tool::same_noun(name, kind)) return pool;
  return {};
}

Pool words_for(std::string_view plain_name) {
  for (const auto& [name, pool] : kByName)
    if (name == plain_name) return pool;
  return {};
}

std::string field_query(std::uint64_t seed) {
  if (seed % 2 == 0) return "status:" + std::string(pick(kStatuses, seed / 2));
  return "author:" + std::string(pick(kLast, seed / 2));
}

std::string_view pick(Pool pool, std::uint64_t seed) { return pool[seed % pool.size()]; }

}  // namespace generator::world
