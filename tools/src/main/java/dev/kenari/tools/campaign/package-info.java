/**
 * A campaign of fault injection: the same list of faults in every design, one boot for each, judged without a person. {@link
 * dev.kenari.tools.campaign.Campaign} runs it, {@link dev.kenari.tools.campaign.CampaignReport} writes what it found.
 */
package dev.kenari.tools.campaign;
