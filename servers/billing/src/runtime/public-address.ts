import { BlockList, isIP } from "node:net";

/**
 * What is no host of the public internet. Source: the IANA registries of special-purpose addresses
 * (RFC 6890), multicast, and the address at which Azure serves metadata.
 */
const special = blockListOf(
  "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 168.63.129.16/32 169.254.0.0/16 172.16.0.0/12",
  "192.0.0.0/24 192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16",
  "192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4",
  "2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20",
);

/** Of IPv6 this is all that has been given out; the rest is special. */
const globalUnicast = blockListOf("2000::/3");

/** Whether an IP address is one of the public internet, so that nothing inside answers there. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !special.check(address, "ipv4");
    case 6:
      return globalUnicast.check(address, "ipv6") && !special.check(address, "ipv6");
    default:
      return false;
  }
}

function blockListOf(...lists: readonly string[]): BlockList {
  const blocks = new BlockList();
  for (const subnet of lists.join(" ").split(" ")) {
    const [network = "", bits] = subnet.split("/");
    blocks.addSubnet(network, Number(bits), network.includes(":") ? "ipv6" : "ipv4");
  }
  return blocks;
}
