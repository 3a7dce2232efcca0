#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <filesystem>

#include "app/commands.hpp"
#include "base/text.hpp"
#include "engine/store/backup.hpp"

using namespace leye;
using namespace leye::app;

namespace {

/// The flags of all settings, for every command alike.
void add_settings(CLI::App& command, std::map<std::string, std::string>& flags, std::string& file) {
    command.add_option("--config", file, "TOML file of settings; default: leye.toml in this folder where there is one");
    for (const Setting& s : settings()) {
        std::string flag = "--" + s.name;
        for (char& c : flag)
            if (c == '_') c = '-';
        command.add_option_function<std::string>(flag, [&flags, name = s.name](const std::string& value) { flags[name] = value; }, s.help)
            ->group("Settings (also in the TOML file, and as LEYE_" + std::string("NAME in the environment)"));
    }
}

// What is typed, the last word first as the parser takes them. An expression that begins with a minus («-(5)», «--1») is no
// option: with a space before it, it is read as a value.
std::vector<std::string> words_of(int argc, char** argv) {
    std::vector<std::string> words(argv + 1, argv + argc);
    const auto is_option = [](std::string_view word) {
        const size_t name = word.find_first_not_of('-');
        return name == word.npos ? word == "--" : name <= 2 && std::isalpha(static_cast<unsigned char>(word[name]));
    };
    if (!words.empty() && words.front() == "feel")
        for (auto& word : words)
            if (word.starts_with('-') && !is_option(word)) word.insert(0, 1, ' ');
    std::ranges::reverse(words);
    return words;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App program("Leye 乐业: all-round public employment service for a province", "leye");
    program.require_subcommand(1);
    program.set_version_flag("--version", "leye " LEYE_VERSION);

    std::map<std::string, std::string> flags;
    std::string config_file;
    Output out;
    std::function<int(const Config&)> run;
    std::vector<std::string> config_faults;

    const auto command = [&](CLI::App& parent, const char* name, const char* help, bool json, std::function<int(const Config&)> action) {
        CLI::App* c = parent.add_subcommand(name, help);
        add_settings(*c, flags, config_file);
        if (json) c->add_flag("--json", out.json, "answer as JSON");
        c->callback([&run, action] { run = action; });
        return c;
    };

    command(program, "serve", "serve the pages and the API", false, [](const Config& c) { return run_serve(c); });

    int64_t people = 20'000;
    bool fresh = false;
    int days_later = 0;
    auto* demo = command(program, "demo", "make the demo province where the data folder has none, and serve it", false,
                         [&](const Config& c) { return run_demo(c, people, fresh, days_later); });
    demo->add_option("--people", people, "how many invented people")->check(CLI::Range(100, 1'000'000))->capture_default_str();
    demo->add_flag("--fresh", fresh, "make the demo province anew, dropping what the data folder holds");
    demo->add_option("--days-later", days_later, "take today to be so many days later, to see what begins then")->check(CLI::Range(0, 3650));

    auto* check = command(program, "check", "check the catalogue: items, decision tables, what they leave out and their cases, letters, refusals, sources; with --data or --database also what is published there", true,
                          [&](const Config& c) { return run_check(c, flags.contains("data") || flags.contains("database"), out); });
    check->add_flag("--verbose", out.verbose, "also print what falls to the last rule of each table");
    Asked asked;
    auto* decide = command(program, "decide", "ask a decision of a DMN file, and say why it answers so and what would change it", true,
                           [&](const Config& c) { return run_decide(c, asked, out); });
    decide->add_option("model", asked.model, "DMN file")->required()->check(CLI::ExistingFile);
    decide->add_option("--input", asked.input, "JSON file of facts by name; days and durations as text")->required()->check(CLI::ExistingFile);
    decide->add_option("--decision", asked.decision, "its id or name; default: the one that no other decision needs");
    decide->add_flag("--trace", asked.trace, "say which row held and why");
    decide->add_flag("--change", asked.change, "say which facts, changed least, would give another answer");
    decide->add_option("--fixed", asked.fixed, "comma-separated facts that cannot change, such as a day of birth")->delimiter(',');
    command(program, "migrate", "bring the database's schema up to date", true, [&](const Config& c) { return run_migrate(c, out); });

    std::string kind, file;
    auto* import = command(program, "import", "read people, employers or spells from xlsx or CSV, row by row", true,
                           [&](const Config& c) { return run_import(c, kind, file, out); });
    import->add_option("kind", kind, "people, employers or employments")->required()->check(CLI::IsMember({"people", "employers", "employments"}));
    import->add_option("file", file, "the sheet; its first row names the columns")->required()->check(CLI::ExistingFile);

    FactsJob facts;
    CLI::App* of_facts = program.add_subcommand("facts", "what other departments tell about people: files become batches of facts")->require_subcommand(1);
    command(*of_facts, "sources", "list the sources of the catalogue and how fresh each is", true, [&](const Config& c) { return run_facts_sources(c, out); });
    auto* preview_facts = command(*of_facts, "preview", "look a file through and read its first rows; writes nothing", true, [&](const Config& c) { return run_facts_preview(c, facts, out); });
    auto* import_facts = command(*of_facts, "import", "keep the facts of a file as one batch; 1 where some lines were refused", true, [&](const Config& c) { return run_facts_import(c, facts, out); });
    for (CLI::App* one : {preview_facts, import_facts}) {
        one->add_option("source", facts.source, "code of the source")->required();
        one->add_option("file", facts.file, "CSV or NDJSON in UTF-8 or GB18030, plain, gz or zst")->required()->check(CLI::ExistingFile);
    }
    import_facts->add_option("--given-by", facts.given_by, "who gave it; default: as the source says");
    import_facts->add_option("--purpose", facts.purpose, "what it may be used for; default: as the source says");
    auto* list_facts = command(*of_facts, "list", "the ledger of batches, newest first", true, [&](const Config& c) { return run_facts_list(c, facts, out); });
    list_facts->add_option("--source", facts.source, "only of this source");
    auto* fact_rows = command(*of_facts, "rows", "what became of each line of a batch, as CSV; --json: an object a line", true, [&](const Config& c) { return run_facts_rows(c, facts, out); });
    fact_rows->add_flag("--refused", facts.refused, "only lines that were refused");
    auto* redo_facts = command(*of_facts, "redo", "read the lines again whose people were not known then", true, [&](const Config& c) { return run_facts_redo(c, facts, out); });
    for (CLI::App* one : {import_facts, redo_facts}) one->add_option("--result", facts.result, "write what became of each line to this CSV file");
    auto* undo_facts = command(*of_facts, "undo", "take a batch back; what it had replaced is told again", true, [&](const Config& c) { return run_facts_undo(c, facts, out); });
    undo_facts->add_option("--reason", facts.reason, "why")->required();
    for (CLI::App* one : {fact_rows, redo_facts, undo_facts}) one->add_option("batch", facts.batch, "its number")->required()->check(CLI::Range(int64_t{1}, INT64_MAX));

    TableJob job;
    auto* table = command(program, "table", "a decision table to xlsx or HTML, and back from xlsx into its DMN file", true,
                          [&](const Config& c) { return run_table(c, job, out); });
    table->add_option("model", job.model, "the DMN file (1.3 to 1.5)")->required()->check(CLI::ExistingFile);
    table->add_option("--decision", job.decision, "id of the decision, where the file has several tables");
    auto* what = table->add_option_group("what", "what to make of it");
    what->add_option("--xlsx", job.xlsx, "write the table as a workbook");
    what->add_option("--html", job.html, "write the table as a page to print");
    auto* from = what->add_option("--from", job.from, "read the workbook back; --out takes the DMN file with its changes")->check(CLI::ExistingFile);
    what->require_option(1);
    from->needs(table->add_option("--out", job.out, "the DMN file to write; may be the one read")->needs(from));
    table->add_option("--language", job.language, "of the words in the workbook or page")->check(CLI::IsMember({"zh", "en"}))->capture_default_str();

    SweepJob sweep;
    auto* sweep_command = command(program, "sweep", "compare everybody with what the data of other departments show, and do what the determinations say; goes on with a sweep that broke off", true,
                                  [&](const Config& c) { return run_sweep(c, sweep, out); });
    sweep_command->add_option("--day", sweep.day, "the day that a new sweep judges, YYYY-MM-DD; default: today");
    sweep_command->add_option("--result", sweep.result, "write what sweeps have come to into this file, the same bytes for the same facts");
    sweep_command->add_flag("--changed", sweep.changed, "only who changed since the last sweep of the day, and who lives with them");
    sweep_command->add_flag("--take-over", sweep.take_over, "take a sweep over from a program that is known to be gone");

    CLI::App* journal = program.add_subcommand("journal", "the record of acts")->require_subcommand(1);
    std::string since;
    auto* verify = command(*journal, "verify", "find any changed, dropped, reordered or cut entry, and any chain written anew without the keys", true,
                           [&](const Config& c) { return run_journal_verify(c, since, out); });
    verify->add_option("--since", since, "begin with the day closed before this one; default: read the whole journal");
    command(*journal, "seal", "once, after an upgrade: seal the heads of chains from before heads were sealed", true,
            [&](const Config& c) { return run_journal_seal(c, out); });

    auto* backup = command(program, "backup", "copy the database, while it is in use, to a new file", true,
                           [&](const Config& c) { return run_backup(c, file, out); });
    backup->add_option("file", file, "the new file")->required();
    auto* restore = command(program, "restore", "put a backup in the place of an absent database", true,
                            [&](const Config& c) { return run_restore(c, file, out); });
    restore->add_option("file", file, "the backup")->required()->check(CLI::ExistingFile);

    NewAccount account;
    CLI::App* accounts = program.add_subcommand("account", "staff accounts")->require_subcommand(1);
    auto* add = command(*accounts, "add", "open a staff account; prints its password and second factor once", true,
                        [&](const Config& c) { return run_account_add(c, account, out); });
    add->add_option("user", account.user, "sign-in name")->required();
    add->add_option("--name", account.name, "the person's name")->required();
    add->add_option("--area", account.area, "area code of the agency")->required();
    add->add_option("--duties", account.duties, "comma-separated: window, adviser, check, manager, admin, merge, policy, data")->required();
    command(*accounts, "list", "list staff accounts", true, [&](const Config& c) { return run_account_list(c, out); });
    auto* reset = command(*accounts, "reset", "give a staff account a new password and second factor", true,
                          [&](const Config& c) { return run_account_reset(c, account.user, out); });
    reset->add_option("user", account.user, "sign-in name")->required();

    CLI::App* keys = program.add_subcommand("key", "encryption keys")->require_subcommand(1);
    command(*keys, "add", "add a key: new data is sealed with it, old data still opens; restart the servers then", true, [&](const Config& c) { return run_key_add(c, out); });
    command(*keys, "reseal", "write everything under the newest key and the cipher set; may be stopped and begun again", true,
            [&](const Config& c) { return run_key_reseal(c, out); });
    int64_t key = 0;
    auto* retire = command(*keys, "retire", "take an old key away, once nothing in the database needs it", true, [&](const Config& c) { return run_key_retire(c, key, out); });
    retire->add_option("id", key, "the key's number")->required()->check(CLI::Range(int64_t{1}, int64_t{4294967295}));

    CLI::App* config_command = program.add_subcommand("config", "settings")->require_subcommand(1);
    command(*config_command, "check", "show every setting and say what is wrong", true,
            [&](const Config& c) { return run_config_check(c, config_faults, out); });
    command(program, "openapi", "print the OpenAPI 3.1 description of the API", false, [](const Config& c) { return run_openapi(c); });

    std::string expression, context, dir, csv;
    auto* feel = command(program, "feel", "evaluate a FEEL expression", true, [&](const Config&) { return run_feel(expression, context, out); });
    feel->add_option("expression", expression, "the expression")->required();
    feel->add_option("--context", context, "a JSON object of the names the expression may use");
    auto* conformance = command(program, "conformance", "run a folder laid out like the public DMN conformance kit", true,
                                [&](const Config&) { return run_conformance(dir, csv, out); });
    conformance->add_option("dir", dir, "the kit, a level or one folder of it")->required()->check(CLI::ExistingDirectory);
    conformance->add_option("--csv", csv, "write the kit's result columns to this file");

    try {
        program.parse(words_of(argc, argv));
    } catch (const CLI::ParseError& e) {
        const int status = program.exit(e);
        return status == 0 ? 0 : 2;
    }
    try {
        const Config config = load_config(config_file, flags, config_faults);
        const bool checking = config_command->parsed();
        if (!config_faults.empty() && !checking) {
            for (const auto& fault : config_faults) fmt::print(stderr, "{}\n", fault);
            return 2;
        }
        return run(config);
    } catch (const store::NotUsable& e) {
        fmt::print(stderr, "leye: {}\n", e.what());
        return 2;
    } catch (const Fault& e) {
        fmt::print(stderr, "leye: {}\n", e.what());
        return 3;
    } catch (const std::filesystem::filesystem_error& e) {
        fmt::print(stderr, "leye: {}\n", e.what());
        return 3;
    } catch (const std::exception& e) {
        fmt::print(stderr, "leye: a fault of the program, please report it: {}\n", e.what());
        return 4;
    }
}
