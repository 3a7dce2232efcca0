#include <fmt/core.h>

#include "app/commands.hpp"
#include "app/world.hpp"
#include "records/catalog/proved.hpp"
#include "services/casework/effect.hpp"
#include "services/determination/source.hpp"

namespace leye::app {

namespace {

constexpr const char* verdicts[] = {"complete", "complete by its fallback", "incomplete", "not known"};

/// What is proved about each table: in words to standard output, or into `told`.
void tell_proofs(const catalog::Catalog& catalog, const Output& out, json::Array* told) {
    catalog.prove_tables([&](const catalog::Ruled& ruled, const feel::DecisionTable& table, const table::Proof& proof) {
        if (told) {
            auto said = table::to_json(proof);
            said[ruled.has_form ? "item" : "determination"] = ruled.code, said["version"] = ruled.version, said["table"] = table.id;
            told->push_back(std::move(said));
            return;
        }
        if (!out.verbose) return;
        fmt::print("{}: {}\n", table.id, verdicts[static_cast<int>(proof.verdict)]);
        if (!proof.opaque.empty()) fmt::print("  {} cells speak of other facts and are taken as true or false by themselves\n", proof.opaque.size());
        for (const auto& box : proof.fallen.list) fmt::print("  falls to the last rule{}: {}\n", box.possible ? ", perhaps" : "", catalog::words_of(table, box).en);
        if (proof.fallen.more) fmt::print("  and more\n");
    });
}

}  // namespace

int run_check(const Config& config, bool with_database, const Output& out) {
    std::vector<std::string> faults;
    int ran = 0;
    size_t items = 0, determinations = 0, sources = 0;
    json::Array tables;
    auto reference = reference::Reference::load(config.catalog);
    if (!reference) {
        faults.push_back(reference.error().details["file"] + ":" + reference.error().details["line"] + ": " + reference.error().details["sentence"]);
    } else {
        auto catalog = catalog::Catalog::load(config.catalog, *reference, casework::effect_names(), faults);
        catalog::Phrases::load(config.catalog, faults);
        sources = determination::Sources::load(config.catalog, faults).all().size();
        const Instant now = SystemClock().now();
        if (with_database && faults.empty()) {
            catalog = policy::with_published(catalog, *open_database(config, Begin::never), faults);
        }
        if (faults.empty()) {
            faults = catalog.run_cases(now, ran);
            items = catalog.list_items(now.date()).size();
            determinations = catalog.list_determinations(now.date()).size();
            tell_proofs(catalog, out, out.json ? &tables : nullptr);
        }
    }
    if (out.json) {
        fmt::print("{}\n", json::print(json::Object{{"items", items}, {"determinations", determinations}, {"sources", sources}, {"cases", ran}, {"tables", std::move(tables)}, {"faults", json::write(faults)}}));
    } else {
        for (const auto& f : faults) fmt::print(stderr, "{}\n", f);
        fmt::print("{} items and {} determinations in force, {} sources, {} table cases, {} faults\n", items, determinations, sources, ran, faults.size());
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
