#include "app/config.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <variant>

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include "base/text.hpp"

namespace leye::app {
namespace {

using Member = std::variant<std::string Config::*, int64_t Config::*, bool Config::*>;
const Member members[] = {
    &Config::data,     &Config::database,   &Config::listen, &Config::catalog,    &Config::web,     &Config::key_file,
    &Config::cipher,   &Config::public_url, &Config::demo,   &Config::io_threads, &Config::workers, &Config::write_lanes,
    &Config::requests_per_minute, &Config::staff_idle_minutes, &Config::person_idle_minutes, &Config::bodies_mb, &Config::sweep_at, &Config::facts_inbox, &Config::exchange_senders, &Config::access_log, &Config::trusted_proxies,
};
const Setting all[] = {
    {"data", "folder of the embedded database, the key file and backups"},
    {"database", "sqlite:FILE or postgresql://…; default: leye.db in the data folder"},
    {"listen", "address and port to listen on"},
    {"catalog", "folder of the catalogue; default: found beside the program"},
    {"web", "folder of the built pages; default: found beside the program"},
    {"key_file", "file of the encryption keys; default: keys.txt in the data folder"},
    {"cipher", "aes or sm4: the suite that seals new data"},
    {"public_url", "how people reach the service, for links and cookies"},
    {"demo", "true: text messages can be read on the page"},
    {"io_threads", "threads that read and write the network"},
    {"workers", "threads that answer requests"},
    {"write_lanes", "parallel writers on PostgreSQL"},
    {"requests_per_minute", "limit for one signed-in person or one address; 0 is none"},
    {"staff_idle_minutes", "a session of staff ends after so many minutes without a request, 1 to 720"},
    {"person_idle_minutes", "a person's session ends after so many minutes without a request, 1 to 1440"},
    {"bodies_mb", "megabytes of all request bodies in memory at once, 32 to 100000; past it 503"},
    {"sweep_at", "when the nightly sweep over everybody begins, HH:MM in China, or never"},
    {"facts_inbox", "folder watched for files of other departments, named SOURCE-anything.csv; default: none"},
    {"exchange_senders", "YAML file of the systems that may send signed messages, with their keys; default: none may"},
    {"access_log", "file that gets one line a request, - for standard error; default: none"},
    {"trusted_proxies", "proxies whose X-Forwarded-For counts: addresses or ranges (10.0.0.0/8), comma-separated"},
};
static_assert(std::size(members) == std::size(all));

struct Range {
    std::string_view name;
    int64_t from, to;
};
// Each whole number has its bounds. A lane is one digit of a case number; a session lives 12 or 24 hours at most, so that to
// wait longer for its idle end means nothing.
constexpr Range ranges[] = {
    {"io_threads", 1, 64},           {"workers", 1, 1024},          {"write_lanes", 1, 10},
    {"requests_per_minute", 0, 100'000}, {"staff_idle_minutes", 1, 720}, {"person_idle_minutes", 1, 1440}, {"bodies_mb", 32, 100'000},
};

Range range_of(std::string_view name) {
    const auto* found = std::ranges::find(ranges, name, &Range::name);
    expect(found != std::end(ranges), "every number among the settings has its bounds");
    return *found;
}

const Member* find_member(std::string_view name) {
    for (size_t i = 0; i < std::size(all); ++i)
        if (all[i].name == name) return &members[i];
    return nullptr;
}

// Folders beside the program: in an installation ../share/leye, in a checkout the source tree.
std::string beside_program(std::string_view name, std::string_view marker) {
    std::error_code failed;
    auto at = std::filesystem::read_symlink("/proc/self/exe", failed).parent_path();
    const auto installed = at.parent_path() / "share" / "leye" / name;
    if (std::filesystem::exists(installed / marker, failed)) return installed;
    for (; at.has_relative_path(); at = at.parent_path())
        if (std::filesystem::exists(at / name / marker, failed)) return at / name;
    return std::string(name);
}

// The texts of a list, comma-separated; nothing where something else is among them.
std::optional<std::string> joined_list(const toml::array& list) {
    std::string out;
    for (const auto& one : list) {
        const auto* s = one.as_string();
        if (!s) return std::nullopt;
        out += (out.empty() ? "" : ",") + s->get();
    }
    return out;
}

// The ranges of a comma-separated list; the first text that is none in `wrong`.
std::vector<http::Network> networks_of(std::string_view list, std::string& wrong) {
    std::vector<http::Network> out;
    for (auto text : text::split(list, ',')) {
        text = text::trim(text);
        if (text.empty()) continue;
        const auto network = http::Network::parse(text);
        if (network)
            out.push_back(*network);
        else if (wrong.empty())
            wrong = text;
    }
    return out;
}

bool is_address_and_port(std::string_view listen) {
    const size_t colon = listen.rfind(':');
    if (colon == listen.npos) return false;
    std::string_view address = listen.substr(0, colon);
    if (address.starts_with('[') && address.ends_with(']')) address = address.substr(1, address.size() - 2);
    int port = -1;
    const auto [end, failed] = std::from_chars(listen.data() + colon + 1, listen.data() + listen.size(), port);
    if (failed != std::errc() || end != listen.data() + listen.size() || port < 0 || port > 65535) return false;
    return address.empty() || address == "localhost" || (address.find('/') == address.npos && http::Network::parse(address));
}

bool is_database(std::string_view url) {
    if (url.starts_with("sqlite:")) return url.size() > 7;
    for (const std::string_view scheme : {"postgresql://", "postgres://"})
        if (url.starts_with(scheme)) return url.size() > scheme.size();
    return false;
}

// «02:30» as minutes since midnight.
std::optional<int> minute_of(std::string_view text) {
    int hour = 0, minute = 0;
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    const auto number = [&](size_t at, int& to) { return std::from_chars(text.data() + at, text.data() + at + 2, to).ptr == text.data() + at + 2; };
    if (!number(0, hour) || !number(3, minute) || hour < 0 || hour > 23 || minute < 0 || minute > 59) return std::nullopt;
    return hour * 60 + minute;
}

bool is_origin(std::string_view url) {
    for (const std::string_view scheme : {"https://", "http://"})
        if (url.starts_with(scheme))
            return url.size() > scheme.size() && url[scheme.size()] != '/' && !url.ends_with('/') && url.find_first_of(" \t?#\"<>") == url.npos;
    return false;
}

// What this setting must be instead; nothing where the text is good.
std::string wanted_instead(std::string_view name, const std::string& value) {
    if (name == "cipher" && value != "aes" && value != "sm4") return "aes or sm4";
    if (name == "listen" && !is_address_and_port(value)) return "an address and a port, such as 127.0.0.1:8080 or [::1]:8080";
    if (name == "database" && !value.empty() && !is_database(value)) return "sqlite:FILE or postgresql://USER@HOST/DATABASE";
    if (name == "public_url" && !value.empty() && !is_origin(value)) return "an address such as https://leye.example, without a slash at its end";
    if (name == "data" && value.empty()) return "a folder";
    if (name == "sweep_at" && value != "never" && !minute_of(value)) return "a time of day such as 02:00, or never";
    std::string wrong;
    if (name == "trusted_proxies" && (networks_of(value, wrong), !wrong.empty())) return "addresses or ranges such as 10.0.0.0/8, not " + wrong;
    if (name == "access_log" && value.size() > 1 && value != "-" && !std::filesystem::is_directory(std::filesystem::absolute(value).parent_path()))
        return "- or a file in a folder that exists";
    return {};
}

std::string joined(std::string_view place, std::string_view what) { return fmt::format("{}: {}", place, what); }

void read_file(Config& config, const std::string& file, std::vector<std::string>& faults) {
    const toml::parse_result parsed = toml::parse_file(file);
    if (!parsed) {
        const auto& error = parsed.error();
        faults.push_back(joined(fmt::format("{}:{}", file, error.source().begin.line), error.description()));
        return;
    }
    for (const auto& [key, node] : parsed.table()) {
        const std::string place = fmt::format("{}:{}", file, key.source().begin.line);
        std::string text;
        if (const auto* s = node.as_string())
            text = s->get();
        else if (const auto* n = node.as_integer())
            text = std::to_string(n->get());
        else if (const auto* b = node.as_boolean())
            text = b->get() ? "true" : "false";
        else if (const auto* list = node.as_array(); list && key.str() == "trusted_proxies" && joined_list(*list))
            text = *joined_list(*list);
        else {
            faults.push_back(joined(place, fmt::format("{} must be a text, a whole number, true or false", key.str())));
            continue;
        }
        if (auto done = set(config, key.str(), text); !done)
            faults.push_back(joined(place, done.error().code == "setting_unknown"
                                               ? fmt::format("there is no setting {}", key.str())
                                               : fmt::format("{} must be {}", key.str(), done.error().details.at("wanted"))));
    }
}

}  // namespace

std::span<const Setting> settings() { return all; }

std::string Config::database_url() const { return database.empty() ? "sqlite:" + data + "/leye.db" : database; }
std::string Config::key_path() const { return key_file.empty() ? data + "/keys.txt" : key_file; }
std::optional<int> Config::sweep_minute() const { return minute_of(sweep_at); }

std::string Config::snapshots() const { return data + "/snapshots"; }

std::string Config::url() const { return public_url.empty() ? "http://" + listen : public_url; }

std::vector<http::Network> Config::proxies() const {
    std::string wrong;
    return networks_of(trusted_proxies, wrong);
}

std::string value_of(const Config& config, std::string_view name) {
    const Member* m = find_member(name);
    expect(m != nullptr, "a setting that is in the table");
    if (const auto* s = std::get_if<std::string Config::*>(m)) return config.**s;
    if (const auto* n = std::get_if<int64_t Config::*>(m)) return std::to_string(config.**n);
    return config.*std::get<bool Config::*>(*m) ? "true" : "false";
}

Result<void> set(Config& config, std::string_view name, std::string_view value) {
    const Member* m = find_member(name);
    if (!m) return refuse("setting_unknown", std::string(name));
    const auto bad = [&](std::string wanted) { return refuse("setting_value", std::string(name), {{"name", std::string(name)}, {"wanted", std::move(wanted)}}); };
    if (const auto* s = std::get_if<std::string Config::*>(m)) {
        if (auto wanted = wanted_instead(name, std::string(value)); !wanted.empty()) return bad(std::move(wanted));
        config.**s = value;
    } else if (const auto* n = std::get_if<int64_t Config::*>(m)) {
        const Range range = range_of(name);
        int64_t number = 0;
        const auto [end, failed] = std::from_chars(value.data(), value.data() + value.size(), number);
        if (failed != std::errc() || end != value.data() + value.size() || number < range.from || number > range.to)
            return bad(fmt::format("a whole number from {} to {}", range.from, range.to));
        config.**n = number;
    } else {
        if (value != "true" && value != "false") return bad("true or false");
        config.*std::get<bool Config::*>(*m) = value == "true";
    }
    return {};
}

Config load_config(const std::string& file, const std::map<std::string, std::string>& flags, std::vector<std::string>& faults) {
    Config config;
    if (!file.empty() || std::filesystem::exists("leye.toml")) read_file(config, file.empty() ? "leye.toml" : file, faults);
    for (const Setting& s : all) {
        const std::string variable = "LEYE_" + text::upper(s.name);
        if (const char* value = std::getenv(variable.c_str()))
            if (auto done = set(config, s.name, value); !done)
                faults.push_back(joined(variable, "must be " + done.error().details["wanted"]));
    }
    for (const auto& [name, value] : flags)
        if (auto done = set(config, name, value); !done) faults.push_back(joined("--" + name, "must be " + done.error().details["wanted"]));
    if (config.catalog.empty()) config.catalog = beside_program("catalog", "items");
    if (config.web.empty()) config.web = beside_program("web/dist", "index.html");
    return config;
}

}  // namespace leye::app
