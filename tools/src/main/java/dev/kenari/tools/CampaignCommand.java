package dev.kenari.tools;

import dev.kenari.tools.campaign.Campaign;
import dev.kenari.tools.campaign.CampaignReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** {@code kenari campaign}: many faults, in every design. */
final class CampaignCommand extends Command {
    CampaignCommand() {
        super(
                "campaign",
                "campaign [FLAG]...",
                "Injects the same list of driver faults into every design, one boot for each, and writes what became of them.");
        add(value("N", "Manifested faults for each design (default: 100).", "--faults")
                .type(Integer.class)
                .converters(CampaignCommand::number));
        add(value("N", "Of the list of faults (default: 1).", "--seed").type(Integer.class).converters(CampaignCommand::number));
        add(value("N", "Systems that run at the same time (default: 4).", "--boots")
                .type(Integer.class)
                .converters(CampaignCommand::number));
        add(value("FILE", "Where the report goes (default: standard output).", "--output"));
    }

    private static Integer number(String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is no number");
        }
    }

    @Override
    int execute(ParseResult given) {
        int faults = given.matchedOptionValue("--faults", 100);
        int boots = given.matchedOptionValue("--boots", 4);
        int seed = given.matchedOptionValue("--seed", 1);
        String output = given.matchedOptionValue("--output", null);
        if (faults < 1 || boots < 1) {
            throw usage("a campaign has at least one fault, and one boot at a time");
        }
        try {
            String report = CampaignReport.of(new Campaign(seed, boots), seed, faults, line -> System.err.println("kenari: " + line));
            if (output == null) {
                System.out.print(report);
            } else {
                Files.writeString(Path.of(output), report);
            }
            return 0;
        } catch (IOException e) {
            throw new UserError("campaign", "can't write " + output + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.OURS;
        }
    }
}
