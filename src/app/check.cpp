#include <fmt/core.h>

#include "app/commands.hpp"
#include "app/world.hpp"
#include "services/casework/effect.hpp"

namespace leye::app {

int run_check(const Config& config, const Output& out) {
    std::vector<std::string> faults;
    int ran = 0;
    size_t items = 0;
    auto reference = reference::Reference::load(config.catalog);
    if (!reference) {
        faults.push_back(reference.error().details["file"] + ":" + reference.error().details["line"] + ": " + reference.error().details["sentence"]);
    } else {
        const auto catalog = catalog::Catalog::load(config.catalog, *reference, casework::effect_names(), faults);
        catalog::Phrases::load(config.catalog, faults);
        const Instant now = SystemClock().now();
        if (faults.empty()) {
            faults = catalog.run_cases(now, ran);
            items = catalog.list_items(now.date()).size();
        }
    }
    if (out.json) {
        fmt::print("{}\n", json::print(json::Object{{"items", items}, {"cases", ran}, {"faults", json::write(faults)}}));
    } else {
        for (const auto& f : faults) fmt::print(stderr, "{}\n", f);
        fmt::print("{} items in force, {} table cases, {} faults\n", items, ran, faults.size());
    }
    return faults.empty() ? 0 : 1;
}

int run_config_check(const Config& config, const std::vector<std::string>& faults, const Output& out) {
    json::Object values;
    for (const auto& s : settings()) values[s.name] = value_of(config, s.name);
    if (out.json) {
        fmt::print("{}\n", json::print(json::Object{{"settings", values}, {"faults", json::write(faults)}}));
    } else {
        for (const auto& s : settings()) fmt::print("{:<20} {:<40} # {}\n", s.name, value_of(config, s.name), s.help);
        for (const auto& f : faults) fmt::print(stderr, "{}\n", f);
    }
    return faults.empty() ? 0 : 2;
}

}  // namespace leye::app
